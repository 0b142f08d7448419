Feature: Benchmark of one validated, masked and routed table

  Scenario: Validate, mask and route
    Given the contract "contracts/trade.odcs.yaml"
    And a table "trade" from "csv://data/trades.csv" as trades
    When each record of trades is validated against the contract
    And the fields of trades are masked
      | field          | method      |
      | customer_email | hash        |
      | customer_ssn   | keep last 4 |
    Then records of trades that pass go to "parquet://out/trades"
    But records that fail go to the dead-letter queue "jsonl://out/dlq"
    And at least 95% of records must pass
