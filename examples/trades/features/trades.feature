# runink: 1
@layer:silver @owner:trading-data
Feature: Validate and enrich trades
  Every trade meets its contract before anyone downstream may see it. What does not is kept, with its reasons.

  Background:
    Given the contract "contracts/trade.odcs.yaml" version "1.x"

  Scenario: Silver - validate, mask and route
    Given a table "trade" from "csv://data/trades.csv" as trades
    When each record of trades is validated against the contract
    And the fields of trades are masked
      | field          | method      |
      | customer_email | hash        |
      | customer_ssn   | keep last 4 |
    And valued is calculated by SQL from trades
      """sql
      SELECT *, price * quantity AS notional
      FROM trades
      """
    Then records of valued that pass go to "parquet://out/silver/trades" partitioned by "region"
    But records that fail go to the dead-letter queue "jsonl://out/dlq/trades"
    And at least 95% of records must pass

  @layer:gold
  Scenario: Gold - notional by region and day
    Given a table "silver" from "parquet://out/silver/trades" as silver
    When daily is calculated by SQL from silver
      """sql
      SELECT region,
             CAST(traded_at AS DATE) AS day,
             count(*) AS trades,
             round(sum(notional), 2) AS notional
      FROM silver
      GROUP BY ALL
      ORDER BY ALL
      """
    Then daily goes to "csv://out/gold/daily.csv"
    And daily satisfies
      | check                     | on          | severity |
      | row count between 1 and * |             | error    |
      | unique                    | region, day | error    |
