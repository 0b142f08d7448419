// As much of etcd's API as the benchmarks need, over HTTP/2 without a library: a call, and the messages for it as bytes.
import http2 from "node:http2";

export function connect(port) {
  return new Promise((resolve, reject) => {
    const session = http2.connect(`http://127.0.0.1:${port}`);
    session.once("connect", () => resolve(session));
    session.once("error", reject);
  });
}

// Resolves when the call has succeeded; its answer is not looked at.
export function call(session, path, message) {
  return new Promise((resolve, reject) => {
    const frame = Buffer.alloc(5 + message.length);
    frame.writeUInt32BE(message.length, 1);
    message.copy(frame, 5);
    const stream = session.request({
      ":method": "POST", ":path": path, "content-type": "application/grpc", te: "trailers",
    });
    let status;
    const notice = headers => { status = headers["grpc-status"] ?? status; };
    stream.on("response", notice);
    stream.on("trailers", notice);
    stream.on("error", reject);
    stream.on("close", () => status === "0" ? resolve() : reject(new Error(`${path} ended with status ${status}`)));
    stream.resume();
    stream.end(frame);
  });
}

export const range = key => field(1, key);

// A transaction without conditions that puts all the pairs of key and value.
export const putAll = pairs => Buffer.concat(pairs.map(([key, value]) =>
  field(2, field(2, Buffer.concat([field(1, key), field(2, value)])))));

function field(number, bytes) {
  const head = [number << 3 | 2];
  let length = bytes.length;
  for (; length > 0x7F; length >>= 7) head.push(length & 0x7F | 0x80);
  head.push(length);
  return Buffer.concat([Buffer.from(head), bytes]);
}
