// node polars.mjs DIRECTORY: a smaller version of the work in Polars. It has no sha256 or HMAC of its own, so the emails go through node's crypto one
// by one; it names the first broken rule only and no record numbers.
import pl from "nodejs-polars";
import crypto from "node:crypto";
import fs from "node:fs";

const [directory] = process.argv.slice(2);
const key = Buffer.from(fs.readFileSync(`${directory}/.runink/keys/masking.key`, "utf8").trim(), "base64");
const hmac = text => (text === null ? null : crypto.createHmac("sha256", key).update(text).digest("hex"));
const symbols = ["AAPL", "MSFT", "GOOG", "AMZN", "NVDA", "TSLA", "JPM", "XOM", "BRK.B", "KO"];
const regions = ["us-east", "us-west", "eu-west", "eu-central", "ap-south"];

const all = pl.readCSV(`${directory}/data/trades.csv`, { inferSchemaLength: 0, tryParseDates: false }).withColumns(
  pl.col("trade_id").cast(pl.Int64).alias("id"),
  pl.col("price").cast(pl.Float64).alias("p"),
  pl.col("quantity").cast(pl.Int64).alias("q"),
  pl.col("ts").str.slice(0, 19).str.strptime(pl.Datetime("ms"), "%Y-%m-%dT%H:%M:%S", { strict: false }).alias("t"));
const judged = all.withColumn(pl.when(pl.col("id").isNull()).then(pl.lit("trade_id"))
  .when(pl.col("symbol").isIn(symbols).not()).then(pl.lit("symbol"))
  .when(pl.col("p").fillNull(0).ltEq(0).or(pl.col("p").gt(100000))).then(pl.lit("price"))
  .when(pl.col("q").fillNull(0).lt(1).or(pl.col("q").gt(1000000))).then(pl.lit("quantity"))
  .when(pl.col("t").isNull()).then(pl.lit("ts"))
  .when(pl.col("customer_email").str.contains("^[^@ ]+@[A-Za-z0-9-]+([.][A-Za-z0-9-]+)+$").not()).then(pl.lit("customer_email"))
  .when(pl.col("customer_ssn").str.contains("^[0-9]{3}-[0-9]{2}-[0-9]{4}$").not()).then(pl.lit("customer_ssn"))
  .when(pl.col("region").isIn(regions).not()).then(pl.lit("region"))
  .otherwise(pl.lit("")).alias("reason"));
const passing = judged.filter(pl.col("reason").eq(pl.lit("")));
const masked = pl.Series("customer_email", passing.getColumn("customer_email").toArray().map(hmac));
fs.mkdirSync(`${directory}/polars`, { recursive: true });
passing.select(pl.col("id").alias("trade_id"), "symbol", pl.col("p").alias("price"), pl.col("q").alias("quantity"), pl.col("t").alias("ts"),
  pl.concatString({ exprs: [pl.lit("*******"), pl.col("customer_ssn").str.slice(-4)], sep: "" }).alias("customer_ssn"), "region")
  .hstack([masked]).writeParquet(`${directory}/polars/valid.parquet`, { compression: "snappy" });
judged.filter(pl.col("reason").neq(pl.lit(""))).drop("id", "p", "q", "t").writeJSON(`${directory}/polars/invalid.jsonl`, { format: "lines" });
