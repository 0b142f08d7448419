// Loads the .proto files; both halves of the peer use it.
import grpc from '@grpc/grpc-js';
import protoLoader from '@grpc/proto-loader';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const includeDirs = [here, path.join(here, '../../../src/Runink.Protocol')];
const definition = protoLoader.loadSync(['echo.proto', 'Grpc/health.proto'], { includeDirs, keepCase: true, longs: Number, defaults: true });

export const packages = grpc.loadPackageDefinition(definition);
export { grpc };
