//! The page with all that was measured.

use std::fmt::Write as _;

use crate::{
    endpoint::Answered,
    harness::{Outcome, millis, raw, table},
    rates::{self, Rates},
    site::{Site, one},
};

/// Everything, in Markdown.
pub async fn write_page(
    site: &Site,
    parts: &[(&str, Vec<Outcome>)],
    searched: &[Rates],
    growth: &str,
) -> anyhow::Result<String> {
    let mut page = String::from(HEAD);
    page.push_str(&machine(site).await?);
    for (title, outcomes) in parts {
        let _ = write!(page, "\n## {title}\n\n{}", table(outcomes));
    }
    let _ = write!(page, "{SEARCH}{}", rates::table(searched));
    if !growth.is_empty() {
        page.push_str(GROWTH);
        page.push_str(growth);
    }
    page.push_str("\n## On disk\n\nMB per million tasks.\n\n");
    page.push_str(&sizes(site).await?);
    page.push_str("\n## All times\n\nIn ms, ascending.\n\n");
    for (_, outcomes) in parts {
        page.push_str(&raw(outcomes));
    }
    let _ = write!(
        page,
        "\nSearches per second, ascending.\n\n{}",
        rates::raw(searched)
    );
    Ok(page)
}

const HEAD: &str = "# Benchmarks

Written by `cargo xtask bench` (`--growth` for the table of growth), which loads a throw-away PostgreSQL with `fsync` and `synchronous_commit` on and measures on it. Machines are noisy: what counts are the ratios. Both sides of
a case are asked in turn, over the same kind of connection, in the server's role, warmed; the figures are medians.

The yardstick is one plain `select owner_id, count(*) … group by owner_id` over the completions of the same time and conditions, by an index-only scan after `vacuum`; *ours* is the port `Reading`, as a request asks it, which counts
more: in time, by sentiment, without outcome.

";

const SEARCH: &str = "
## W5: the search of the history, against a trigram index

A page of 50 entries with all that belongs to them; both sides over connections of their own, without HTTP, in slices of a second.

";

const GROWTH: &str = "
## Growth

Ours in ms, and in brackets as a part of the plain `GROUP BY` in the same run.

";

async fn machine(site: &Site) -> anyhow::Result<String> {
    let version: String = one(&site.client, "show server_version").await?;
    let settings: String = one(
        &site.client,
        "select string_agg(name || ' = ' || current_setting(name), ', ' order by name) from pg_settings \
         where name in ('fsync', 'synchronous_commit', 'shared_buffers', 'work_mem', 'max_parallel_workers_per_gather')",
    )
    .await?;
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    Ok(format!(
        "- Machine: {}, {cores} cores, {} {}\n- PostgreSQL {version}: {settings}\n- Data: `cargo xtask load`, {} tasks in the account that is asked\n",
        processor(),
        std::env::consts::OS,
        std::env::consts::ARCH,
        site.tasks
    ))
}

/// As Linux names it.
fn processor() -> String {
    let told = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let name = told
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    name.map_or_else(
        || "unnamed processor".to_owned(),
        |(_, name)| name.trim().to_owned(),
    )
}

/// What was answered over HTTP.
pub fn write_endpoint(answered: &Answered) -> String {
    let mut part = format!("{ENDPOINT}{}", rates::table(&answered.rates));
    if let [Some(before), Some(after)] = answered.resident {
        let _ = write!(
            part,
            "\nResident memory of the server: {before:.0} MiB at the start, {after:.0} MiB after all of it.\n"
        );
    }
    let _ = write!(part, "\nAll rates, ascending:\n\n{}", rates::raw(&answered.rates));
    part
}

const ENDPOINT: &str = "
## The endpoint: closed loops over HTTP

The server is a process of its own, with all limits on but that of the rate, asked by one thread of this program over connections that stay; each of its clients asks again as soon as it is answered. *SQL to JSON* is an axum handler that sends the JSON of one
prepared statement as it is; it knows no tokens, accounts or limits. pgbench runs on two threads, with prepared statements and plans that are made once. All share the machine, and take turns in slices of time; medians.

";

/// The row of a number of tasks in the table of growth; with the head of the table for the first one.
pub fn growth_row(tasks: u64, of_account: i64, outcomes: &[Outcome], is_first: bool) -> String {
    let mut row = String::new();
    if is_first {
        let names: Vec<&str> = outcomes.iter().map(|outcome| outcome.name.as_str()).collect();
        let _ = writeln!(row, "| tasks | of the account | {} |", names.join(" | "));
        let _ = writeln!(row, "| --- | --- |{}", " --- |".repeat(names.len()));
    }
    let _ = write!(row, "| {tasks} | {of_account} |");
    for outcome in outcomes {
        let [ours, _] = outcome.medians();
        let _ = write!(row, " {} ({:.3}) |", millis(ours), outcome.ratio());
    }
    row.push('\n');
    row
}

async fn sizes(site: &Site) -> anyhow::Result<String> {
    let query = "with sizes as (
            select relname, pg_table_size(oid) as rows, pg_indexes_size(oid) as indexes from pg_class
            where relkind = 'r' and relnamespace = 'public'::regnamespace
        ), listed as (
            select relname, rows, indexes from sizes where rows + indexes > 1000000
            union all select 'all', sum(rows), sum(indexes) from sizes
        )
        select relname::text, round(rows / million.tasks / 1e6, 1)::text, round(indexes / million.tasks / 1e6, 1)::text
        from listed cross join (select count(*) / 1e6 as tasks from tasks) million order by rows + indexes desc";
    let mut table = String::from("| table | rows | indexes |\n| --- | --- | --- |\n");
    for row in site.client.query(query, &[]).await? {
        let [name, rows, indexes]: [String; 3] = [row.try_get(0)?, row.try_get(1)?, row.try_get(2)?];
        let _ = writeln!(table, "| {name} | {rows} | {indexes} |");
    }
    Ok(table)
}
