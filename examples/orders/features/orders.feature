# runink: 1
Feature: Clean orders
  Orders meet their contract before anyone downstream may see them.

  Background:
    Given the contract "contracts/order.odcs.yaml" version "1.x"

  Scenario: Validate, mask and publish orders
    Given a table "order" from "csv://data/orders.csv" as orders
    When each record of orders is validated against the contract
    And the fields of orders are masked
      | field          | method |
      | customer_email | hash   |
    Then records of orders that pass go to "parquet://out/orders"
    But records that fail go to the dead-letter queue "jsonl://out/dlq/orders"
    And at least 70% of records must pass
