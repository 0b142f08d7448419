// Prints a file or stream of Arrow as its own JavaScript library reads it: the schema, then each column of each batch. Values of
// a fixed width are shown as their bytes, so that no number loses a digit on the way.
import fs from "node:fs";
import { RecordBatchReader, Type } from "apache-arrow";

const hex = (values, start, length) => Buffer.from(values.buffer, values.byteOffset + start, length).toString("hex").toUpperCase();

function width(type) {
  switch (type.typeId) {
    case Type.FixedSizeBinary: return type.byteWidth;
    case Type.Float: return 2 << type.precision;
    case Type.Date: return type.unit === 0 ? 4 : 8;
    case Type.Timestamp: case Type.Duration: return 8;
    case Type.Interval: return [4, 8, 16][type.unit];
    default: return type.bitWidth / 8;
  }
}

function items(data, start, end) {
  const shown = [];
  for (let row = Number(start); row < Number(end); row++) shown.push(value(data, row));
  return `[${shown.join(", ")}]`;
}

function value(data, row) {
  if (data.typeId === Type.Null || !data.getValid(row)) return "null";
  const { type, values, valueOffsets, children } = data;
  const bytes = () => Buffer.from(values.buffer, values.byteOffset + Number(valueOffsets[row]), Number(valueOffsets[row + 1] - valueOffsets[row]));
  switch (data.typeId) {
    case Type.Dictionary: return value(data.dictionary.data[0], Number(values[row]));
    case Type.Bool: return values[row >> 3] >> (row & 7) & 1 ? "true" : "false";
    case Type.Utf8: case Type.LargeUtf8: return `"${bytes().toString("utf8")}"`;
    case Type.Binary: case Type.LargeBinary: return bytes().toString("hex").toUpperCase();
    case Type.List: case Type.Map: return items(children[0], valueOffsets[row], valueOffsets[row + 1]);
    case Type.FixedSizeList: return items(children[0], row * type.listSize, (row + 1) * type.listSize);
    case Type.Struct: return `{${children.map(child => value(child, row)).join(", ")}}`;
    default: return hex(values, row * width(type), width(type));
  }
}

const reader = RecordBatchReader.from(fs.readFileSync(process.argv[2]));
let schema = false;
for (const batch of reader) {
  if (!schema) for (const field of batch.schema.fields) console.log(`${field.name} ${field.type} ${field.nullable}`);
  schema = true;
  console.log(`${batch.numRows} rows`);
  batch.data.children.forEach((data, i) => {
    const shown = [];
    for (let row = 0; row < batch.numRows; row++) shown.push(value(data, row));
    console.log(`${batch.schema.fields[i].name}: ${shown.join(" | ")}`);
  });
}
