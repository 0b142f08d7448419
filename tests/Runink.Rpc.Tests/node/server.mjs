// NodeEcho on a free port, printed; lives until its standard input ends.
import { grpc, packages } from './service.mjs';

const fail = (call) => {
  const metadata = new grpc.Metadata();
  metadata.add('x-trail', 'of the error');
  return { code: call.request.version, details: call.request.value.toString('utf8'), metadata };
};

const unary = (call, callback) => {
  const kv = call.request;
  switch (kv.key.toString()) {
    case 'fail':
      callback(fail(call));
      break;
    case 'headers': {
      const head = new grpc.Metadata();
      for (const value of call.metadata.get('x-text')) head.add('x-text', value);
      call.sendMetadata(head);
      const trailers = new grpc.Metadata();
      for (const value of call.metadata.get('x-bytes-bin')) trailers.add('x-bytes-bin', value);
      callback(null, kv, trailers);
      break;
    }
    case 'hang':
      break;
    default:
      callback(null, kv);
  }
};

const down = async (call) => {
  for (let i = 0; i < call.request.version; i++)
    if (!call.write({ ...call.request, mod_revision: i })) await new Promise((resolve) => call.once('drain', resolve));
  call.end();
};

const up = (call, callback) => {
  let [version, lease] = [0, 0];
  call.on('data', (kv) => { version++; lease += kv.value.length; });
  call.on('end', () => callback(null, { version, lease }));
};

const both = (call) => {
  call.on('data', (kv) => { if (!call.write(kv)) { call.pause(); call.once('drain', () => call.resume()); } });
  call.on('end', () => call.end());
};

const server = new grpc.Server({ 'grpc.default_compression_algorithm': Number(process.argv[2] ?? 0) });
server.addService(packages.test.NodeEcho.service, { Unary: unary, Down: down, Up: up, Both: both });
server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  console.log(port);
});
process.stdin.on('end', () => process.exit(0)).resume();
