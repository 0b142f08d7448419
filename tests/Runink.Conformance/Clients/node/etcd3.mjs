// Walks through etcd3 with the server whose address is given, and prints what comes out of it.
import { Etcd3 } from 'etcd3';

const client = new Etcd3({ hosts: process.argv[2] });
const print = (what, value) => console.log(what, JSON.stringify(value));
const refusal = async (call) => call.then(() => 'no error', (error) => error.constructor.name);

await client.put('a').value('1');
print('get', await client.get('a').string());
print('missing', await client.get('missing').string());
await client.put('list/1').value('one');
await client.put('list/2').value('two');
print('all', await client.getAll().prefix('list/').strings());
print('count', await client.getAll().prefix('list/').count());
print('sorted', await client.getAll().prefix('list/').sort('Key', 'Descend').limit(1).keys());
print('if', (await client.if('a', 'Value', '==', '1').then(client.put('a').value('2')).else(client.get('a')).commit()).succeeded);
print('else', (await client.if('a', 'Value', '==', '1').then(client.put('a').value('3')).else(client.get('a')).commit()).succeeded);
print('touch', await refusal(client.put('never').touch()));

const watcher = await client.watch().prefix('watched/').create();
const events = new Promise((resolve) => {
  const seen = [];
  watcher.on('put', (kv) => seen.push(['put', kv.key.toString(), kv.value.toString()]));
  watcher.on('delete', (kv) => (seen.push(['delete', kv.key.toString()]), resolve(seen)));
});
await client.put('watched/1').value('x');
await client.put('watched/1').value('y');
await client.delete().key('watched/1');
print('events', await events);
await watcher.cancel();

const lease = client.lease(30);
await lease.put('leased').value('while it lives');
print('leased', await client.get('leased').string());
await lease.revoke();
print('revoked', await client.get('leased').string());

print('lock', await client.lock('mutex').do(async () => 'held'));
print('stm', await client.stm().transact(async (tx) => {
  const value = await tx.get('a').string();
  await tx.put('a').value(value + '!');
  return value;
}));
print('after', await client.get('a').string());
const campaign = client.election('leader', 10).campaign('me');
await new Promise((resolve) => campaign.on('elected', resolve));
print('leader', await client.election('leader').leader());
await campaign.resign();

const role = client.role('reader');
await role.create();
await role.grant({ permission: 'Read', range: client.range({ prefix: 'a' }) });
print('permissions', (await role.permissions()).length);
await role.delete();
print('delete', (await client.delete().all()).deleted);
client.close();
