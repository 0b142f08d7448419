namespace Runink.Pipelines.Tests.Planning;

/// <summary>A feature that uses every kind of step, for the golden plan.</summary>
internal static class RichFeature
{
    public const string Text = """"
        @herd:finance @layer:silver @cpu:2
        Feature: Validate and enrich trade events
          Every trade meets its contract before anyone downstream may see it.

          Background:
            Given the contract "contracts/trade.odcs.yaml" version "1.x"

          @memory:1Gi @timeout:20m @retries:3
          Scenario: Silver - validate, mask and route
            Given a table "trade" from "csv://data/trades/*.csv" as trades
              | option    | value         |
              | delimiter | ;             |
              | timezone  | Europe/Lisbon |
            And a table "desks" from "jsonl://data/desks.jsonl"
              | option  | value                        |
              | columns | region text, desk text       |
            And a table "old" from "csv://data/old.csv"
              | option  | value                   |
              | columns | region text, desk text  |
            When each record of trades is validated against the contract
            And the fields of trades are masked
              | field          | method           |
              | customer_email | hash             |
              | customer_ssn   | keep last 4      |
              | price          | generalise to 10 |
            And trades are deduplicated on "trade_id"
            And desks and old are unioned as all_desks
            And all_desks are deduplicated on "region" as places
            And trades and places are joined on "region" keeping all trades as placed
            And notional is calculated by SQL from placed
              """sql
              SELECT *, price * quantity AS notional
              FROM placed
              WHERE quantity > {{param.least}}
              """
            And notional is filtered where "notional > 0" as positive
            Then records of positive that pass go to "parquet://out/silver/trades" partitioned by "region"
            And records of positive where "notional > 1000000" go to "csv://out/large.csv"
              | option      | value |
              | delimiter   | tab   |
            And notional is appended to "jsonl://out/log"
            But records that fail go to the dead-letter queue "jsonl://out/dlq/trades"
            And at least 95% of records must pass
            And positive satisfies
              | check                     | on               | severity |
              | row count between 1 and * |                  | error    |
              | unique                    | trade_id, region | warn     |
            And schema drift must be "quarantine"
        """";
}
