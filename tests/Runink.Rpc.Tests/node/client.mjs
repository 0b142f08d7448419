// Checks of a NodeEcho server at the port given; one line each: "ok NAME" or "failed NAME: why".
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { grpc, packages } from './service.mjs';

const address = `127.0.0.1:${process.argv[2]}`;
const insecure = grpc.credentials.createInsecure();
const client = new packages.test.NodeEcho(address, insecure);
const gzip = new packages.test.NodeEcho(address, insecure, { 'grpc.default_compression_algorithm': 2 });
const health = new packages.grpc.health.v1.Health(address, insecure);

const unary = (request, { on = client, metadata = new grpc.Metadata() } = {}) => {
  const seen = {};
  const done = new Promise((resolve) => {
    const call = on.Unary(request, metadata, (error, response) => resolve(Object.assign(seen, { error, response })));
    call.on('metadata', (head) => { seen.head = head; });
    call.on('status', (status) => { seen.status = status; });
  });
  return done.then(async (result) => { if (!result.status) await new Promise(setImmediate); return result; });
};

const checks = {
  async unary() {
    const { error, response } = await unary({ key: Buffer.from('echo'), value: Buffer.from([0, 1, 255]) });
    assert.ifError(error);
    assert.deepEqual([...response.value], [0, 1, 255]);
  },
  async 'down streams'() {
    const call = client.Down({ key: Buffer.from('a'), version: 1000 });
    const seen = [];
    for await (const kv of call) seen.push(kv.mod_revision);
    assert.deepEqual(seen, [...Array(1000).keys()]);
  },
  async 'up streams'() {
    const response = await new Promise((resolve, reject) => {
      const call = client.Up((error, value) => (error ? reject(error) : resolve(value)));
      for (let i = 0; i < 100; i++) call.write({ value: Buffer.alloc(1000) });
      call.end();
    });
    assert.deepEqual([response.version, response.lease], [100, 100000]);
  },
  async 'both stream in turns'() {
    const call = client.Both();
    for (let i = 0; i < 20; i++) {
      call.write({ version: i });
      const [kv] = await once(call, 'data');
      assert.equal(kv.version, i);
    }
    call.end();
    await once(call, 'end');
  },
  async metadata() {
    const metadata = new grpc.Metadata();
    metadata.add('x-text', 'one');
    metadata.add('x-bytes-bin', Buffer.from([0, 250, 3]));
    metadata.add('x-bytes-bin', Buffer.from([7]));
    const { error, head, status } = await unary({ key: Buffer.from('headers') }, { metadata });
    assert.ifError(error);
    assert.deepEqual(head.get('x-text'), ['one']);
    assert.deepEqual(status.metadata.get('x-bytes-bin').map((value) => [...value]), [[0, 250, 3], [7]]);
  },
  async 'errors in any language'() {
    const { error } = await unary({ key: Buffer.from('fail'), version: 9, value: Buffer.from('Grüße, 早安 100% \r\n😀') });
    assert.equal(error.code, 9);
    assert.equal(error.details, 'Grüße, 早安 100% \r\n😀');
    assert.deepEqual(error.metadata.get('x-trail'), ['of the error']);
  },
  async 'every code'() {
    for (let code = 1; code <= 16; code++) assert.equal((await unary({ key: Buffer.from('fail'), version: code })).error.code, code);
  },
  async 'unknown methods'() {
    const error = await new Promise((resolve) => {
      client.makeUnaryRequest('/test.NodeEcho/Nix', (x) => x, (x) => x, Buffer.alloc(0), (failure) => resolve(failure));
    });
    assert.deepEqual([error.code, error.details], [12, 'unknown method Nix for service test.NodeEcho']);
  },
  async deadline() {
    const call = client.Down({ key: Buffer.from('hang') }, { deadline: Date.now() + 2000 });
    await once(call, 'data');
    const [error] = await once(call, 'error');
    assert.equal(error.code, 4);
  },
  async cancel() {
    const call = client.Down({ key: Buffer.from('hang') });
    await once(call, 'data');
    call.cancel();
    const [error] = await once(call, 'error');
    assert.equal(error.code, 1);
  },
  async gzip() {
    const value = Buffer.alloc(500000, 7);
    const { error, response } = await unary({ key: Buffer.from('echo'), value }, { on: gzip });
    assert.ifError(error);
    assert.ok(value.equals(response.value));
  },
  async 'large messages'() {
    const value = Buffer.alloc(3 << 20, 9);
    const { error, response } = await unary({ key: Buffer.from('echo'), value });
    assert.ifError(error);
    assert.ok(value.equals(response.value));
  },
  async 'messages that are too large'() {
    const { error } = await unary({ key: Buffer.from('echo'), value: Buffer.alloc(5 << 20) });
    assert.equal(error.code, 8);
    assert.match(error.details, /^grpc: received message larger than max \(\d+ vs\. 4194304\)$/);
  },
  async 'a slow reader'() {
    const call = client.Down({ key: Buffer.from('slow'), version: 200, value: Buffer.alloc(100000) });
    let count = 0;
    for await (const kv of call) {
      assert.equal(kv.mod_revision, count++);
      if (count % 20 === 0) await new Promise((resolve) => { setTimeout(resolve, 5); });
    }
    assert.equal(count, 200);
  },
  async 'many at once'() {
    const answers = await Promise.all([...Array(500).keys()].map((i) => unary({ key: Buffer.from('echo'), version: i })));
    answers.forEach(({ error, response }, i) => { assert.ifError(error); assert.equal(response.version, i); });
  },
  async health() {
    const response = await new Promise((resolve, reject) => { health.Check({}, (error, value) => (error ? reject(error) : resolve(value))); });
    assert.equal(response.status, 1);
  },
};

for (const [name, check] of Object.entries(checks)) {
  try {
    await check();
    console.log(`ok ${name}`);
  } catch (error) {
    console.log(`failed ${name}: ${String(error.stack).replaceAll('\n', ' | ')}`);
  }
}

client.close();
gzip.close();
health.close();
