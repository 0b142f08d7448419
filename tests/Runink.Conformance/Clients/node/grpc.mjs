// Calls the server whose address is given with @grpc/grpc-js, by the .proto files in the folder given, and prints what comes back.
import grpc from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

const [, , address, protos] = process.argv;
const files = ['kv', 'watch', 'lease', 'maintenance', 'cluster', 'lock'].map((name) => `Etcd/${name}.proto`);
const loaded = grpc.loadPackageDefinition(loadSync(files, { keepCase: true, longs: String, enums: String, includeDirs: [protos] }));
const make = (service) => new service(address, grpc.credentials.createInsecure());
const [kv, watch, lease, cluster] = ['KV', 'Watch', 'Lease', 'Cluster'].map((name) => make(loaded.etcdserverpb[name]));
const lock = make(loaded.v3lockpb.Lock);
const bytes = (text) => Buffer.from(text);
const call = (client, method, request) =>
  new Promise((resolve) => client[method](request, (error, response) => resolve(error ? { code: error.code, details: error.details } : response)));
const show = (what, response) => console.log(what, JSON.stringify(response, (name, value) =>
  ['cluster_id', 'member_id', 'raft_term'].includes(name) ? undefined : value?.type === 'Buffer' ? Buffer.from(value.data).toString() : value));

show('put', await call(kv, 'Put', { key: bytes('a'), value: bytes('1') }));
show('range', await call(kv, 'Range', { key: bytes('a') }));
show('empty', await call(kv, 'Put', { value: bytes('1') }));
show('txn', await call(kv, 'Txn', {
  compare: [{ target: 'MOD', result: 'LESS', key: bytes('a'), mod_revision: '100' }],
  success: [{ request_put: { key: bytes('a'), value: bytes('2'), prev_kv: true } }, { request_range: { key: bytes('a') } }],
}));
show('twice', await call(kv, 'Txn', { success: [{ request_put: { key: bytes('a') } }, { request_put: { key: bytes('a') } }] }));

const stream = watch.Watch();
const responses = [];
let arrived = () => {};
stream.on('data', (response) => (responses.push(response), arrived()));
stream.on('error', () => {});
const next = async () => {
  while (responses.length === 0) await new Promise((resolve) => (arrived = resolve));
  return responses.shift();
};
stream.write({ create_request: { key: bytes('a'), start_revision: '2', prev_kv: true } });
show('created', await next());
show('events', await next());
stream.write({ create_request: { key: bytes('b'), watch_id: '0' } });
show('second', await next());
stream.write({ cancel_request: { watch_id: '1' } });
show('cancelled', await next());
stream.cancel();

show('grant', await call(lease, 'LeaseGrant', { TTL: '50', ID: '9' }));
show('again', await call(lease, 'LeaseGrant', { TTL: '50', ID: '9' }));
show('lock', await call(lock, 'Lock', { name: bytes('l'), lease: '9' }));
show('unlock', await call(lock, 'Unlock', { key: bytes('l/9') }));
show('compact', await call(kv, 'Compact', { revision: '3' }));
show('compacted', await call(kv, 'Range', { key: bytes('a'), revision: '2' }));
show('members', (await call(cluster, 'MemberList', {})).members.length);
process.exit(0);
