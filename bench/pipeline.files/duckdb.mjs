// node duckdb.mjs DIRECTORY unique|plain: the same work as trades.feature, written by hand for DuckDB as well as we can.
// Passing records need no record number, so they are read in parallel; only the failing ones are numbered, in a second scan.
import { DuckDBInstance } from "@duckdb/node-api";
import fs from "node:fs";

const [directory, mode] = process.argv.slice(2);
const unique = mode === "unique";
const db = await (await DuckDBInstance.create(":memory:", { threads: "2" })).connect();
await db.run("SET preserve_insertion_order = false");

const names = ["trade_id", "symbol", "price", "quantity", "ts", "customer_email", "customer_ssn", "region"];
const columns = names.map(name => `'${name}': 'VARCHAR'`).join(", ");
const source = `read_csv('${directory}/data/trades.csv', header = true, auto_detect = false, delim = ',', quote = '"', columns = {${columns}})`;

// HMAC-SHA-256 by its definition (RFC 2104), from the hash function that the engine has.
const key = Buffer.from(fs.readFileSync(`${directory}/.runink/keys/masking.key`, "utf8").trim(), "base64");
const pad = byte => Buffer.from([...Array(64).keys()].map(i => (key[i] ?? 0) ^ byte)).toString("hex");
const hmac = value => `sha256(from_hex('${pad(0x5c)}') || unhex(sha256(from_hex('${pad(0x36)}') || ${value}::BLOB)))`;
const email = hmac("customer_email");
const ssn = "CASE WHEN length(customer_ssn) > 4 THEN repeat('*', length(customer_ssn) - 4) || right(customer_ssn, 4) ELSE repeat('*', length(customer_ssn)) END";

const strictInteger = name => `CASE WHEN try_cast(${name} AS BIGINT)::VARCHAR = ${name} OR regexp_full_match(${name}, '\\s*[+-]?[0-9]+\\s*') THEN try_cast(${name} AS BIGINT) END`;
const typed = `
  ${strictInteger("trade_id")} AS t_id, ${strictInteger("quantity")} AS t_quantity,
  CASE WHEN isfinite(try_cast(price AS DOUBLE)) AND NOT contains(price, '_') THEN try_cast(price AS DOUBLE) END AS t_price,
  try_cast(ts AS TIMESTAMPTZ) AS t_ts`;
const label = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
const rules = [
  ["trade_id.required", "trade_id IS NULL"],
  ["trade_id.logicalType", "trade_id IS NOT NULL AND t_id IS NULL"],
  ["symbol.required", "symbol IS NULL"],
  ["symbol.known symbol", "symbol NOT IN ('AAPL', 'MSFT', 'GOOG', 'AMZN', 'NVDA', 'TSLA', 'JPM', 'XOM', 'BRK.B', 'KO')"],
  ["price.required", "price IS NULL"],
  ["price.logicalType", "price IS NOT NULL AND t_price IS NULL"],
  ["price.exclusiveMinimum", "t_price <= 0"],
  ["price.maximum", "t_price > 100000"],
  ["quantity.required", "quantity IS NULL"],
  ["quantity.logicalType", "quantity IS NOT NULL AND t_quantity IS NULL"],
  ["quantity.minimum", "t_quantity < 1"],
  ["quantity.maximum", "t_quantity > 1000000"],
  ["ts.required", "ts IS NULL"],
  ["ts.logicalType", "ts IS NOT NULL AND t_ts IS NULL"],
  ["customer_email.format", `NOT regexp_full_match(customer_email, '[A-Za-z0-9.!#$%&''*+/=?^_\`{|}~-]+@${label}(\\.${label})+')`],
  ["customer_ssn.pattern", "NOT regexp_matches(customer_ssn, '^[0-9]{3}-[0-9]{2}-[0-9]{4}$')"],
  ["region.required", "region IS NULL"],
  ["region.known region", "region NOT IN ('us-east', 'us-west', 'eu-west', 'eu-central', 'ap-south')"],
];
if (unique) rules.push(["trade_id.unique", "d.first IS NOT NULL AND rec > d.first"]);
const anyBroken = rules.map(([, condition]) => `(${condition})`).join(" OR ");
const allBroken = `list_filter([${rules.map(([id, condition]) => `CASE WHEN ${condition} THEN '${id}' END`).join(", ")}], x -> x IS NOT NULL)`;

const numbered = `(SELECT *, ${typed} FROM (SELECT *, row_number() OVER () AS rec FROM ${source}))`;
const plain = `(SELECT *, ${typed} FROM ${source})`;
const join = unique ? "LEFT JOIN repeated d ON d.k = t.t_id" : "";
if (unique) {
  await db.run(`CREATE TEMP TABLE repeated AS SELECT t_id AS k, min(rec) AS first FROM ${numbered} WHERE t_id IS NOT NULL GROUP BY k HAVING count(*) > 1`);
}
fs.rmSync(`${directory}/reference`, { recursive: true, force: true });
fs.mkdirSync(`${directory}/reference`);
await db.run(`COPY (SELECT t_id AS trade_id, symbol, t_price AS price, t_quantity AS quantity, t_ts AS ts, ${email} AS customer_email, ${ssn} AS customer_ssn, region
  FROM ${unique ? numbered : plain} t ${join} WHERE NOT coalesce(${anyBroken}, false)) TO '${directory}/reference/valid.parquet' (FORMAT parquet)`);
await db.run(`COPY (SELECT rec, ${allBroken} AS broken, trade_id, symbol, price, quantity, ts, ${email} AS customer_email, ${ssn} AS customer_ssn, region
  FROM ${numbered} t ${join} WHERE coalesce(${anyBroken}, false)) TO '${directory}/reference/invalid.jsonl' (FORMAT json)`);
