//! Each kind of difference is found, and each safe addition is let through.

use super::*;
use crate::contract::facts;

const PROMISED: &str = r#"
schema { query: Query }
scalar Date @specifiedBy(url: "https://example.com/date")
"The way in."
type Query {
  "Tasks."
  tasks(first: Int, order: Order! = ASC): [Task!]!
}
interface Node { id: ID! }
interface UserError { code: UserErrorCode! }
type Task implements Node { id: ID!, title: String }
type Blank implements UserError { code: UserErrorCode! }
enum Order { ASC DESC }
enum UserErrorCode { BLANK }
union Subject = Task | Blank
union TaskUserError = Blank
input Filter { title: String, order: Order! = ASC }
input Pick @oneOf { a: ID, b: ID }
"#;

/// What is found when this part of the promise is served differently.
fn found(part: &str, served: &str) -> Vec<String> {
    assert!(PROMISED.contains(part), "{part} is not promised");
    of(&PROMISED.replacen(part, served, 1), &[])
}

fn of(served: &str, allowed: &[&str]) -> Vec<String> {
    let (promised, served) = (facts::of(PROMISED).unwrap(), facts::of(served).unwrap());
    faults(&promised, &served, allowed)
}

#[test]
fn the_same_in_another_order_is_no_difference() {
    assert_eq!(of(PROMISED, &[]), [""; 0]);
    assert_eq!(
        found(
            "first: Int, order: Order! = ASC",
            "order: Order! = ASC, first: Int"
        ),
        [""; 0]
    );
    assert_eq!(
        found("id: ID!, title: String }", "title: String, id: ID! }"),
        [""; 0]
    );
    assert_eq!(found("ASC DESC", "DESC ASC"), [""; 0]);
    assert_eq!(found("Task | Blank", "Blank | Task"), [""; 0]);
}

#[test]
fn what_is_missing_is_found() {
    let cases = [
        (
            "type Blank implements UserError { code: UserErrorCode! }",
            "Blank is missing",
        ),
        (", title: String }", "Task.title is missing"),
        ("first: Int,", "Query.tasks(first:) is missing"),
        (" DESC", "Order.DESC is missing"),
        ("= Task | Blank", "Subject = Task is missing"),
        ("Task implements Node", "Task implements Node is missing"),
        ("title: String, order", "Filter.title is missing"),
        ("schema { query: Query }", "schema.query is missing"),
    ];
    let without = ["", " }", "", "", "= Blank", "Task", "order", ""];
    for ((part, expected), served) in cases.into_iter().zip(without) {
        let found = found(part, served);
        assert!(found.iter().any(|fault| fault == expected), "{part}: {found:?}");
    }
}

#[test]
fn what_is_changed_is_found() {
    let cases = [
        ("title: String }", "title: String! }", "Task.title is `String!`"),
        ("title: String }", "title: [String] }", "Task.title is `[String]`"),
        ("[Task!]!", "[Task]!", "Query.tasks is `[Task]!`"),
        ("[Task!]!", "[Task!]", "Query.tasks is `[Task!]`"),
        ("first: Int,", "first: Int!,", "Query.tasks(first:) is `Int!`"),
        (
            "first: Int,",
            "first: Int = 20,",
            "Query.tasks(first:) is `Int = 20`",
        ),
        ("= ASC):", "= DESC):", "Query.tasks(order:) is `Order! = DESC`"),
        ("= ASC):", "):", "Query.tasks(order:) is `Order!`"),
        (
            "order: Order! = ASC }",
            "order: Order! }",
            "Filter.order is `Order!`",
        ),
        ("Pick @oneOf", "Pick", "Pick is `input`"),
        (
            "example.com/date",
            "example.com/day",
            "Date is `scalar @specifiedBy",
        ),
        ("interface Node", "type Node", "Node is `type`"),
        ("enum Order { ASC DESC }", "scalar Order", "Order is `scalar`"),
        ("query: Query", "query: Task", "schema.query is `Task`"),
        ("\"Tasks.\"", "\"Jobs.\"", "Query.tasks is described as \"Jobs.\""),
    ];
    for (part, served, expected) in cases {
        let found = found(part, served);
        assert!(
            found.iter().any(|fault| fault.starts_with(expected)),
            "{served}: {found:?}"
        );
    }
}

#[test]
fn an_addition_that_clients_would_trip_over_is_found() {
    let cases = [
        (
            "first: Int,",
            "first: Int, last: Int!,",
            "Query.tasks(last:) is new",
        ),
        (
            "title: String, order",
            "done: Boolean!, title: String, order",
            "Filter.done is new",
        ),
        ("ASC DESC", "ASC DESC RANDOM", "Order.RANDOM is new"),
        ("Task | Blank", "Task | Blank | Query", "Subject = Query is new"),
    ];
    for (part, served, expected) in cases {
        let found = found(part, served);
        assert!(
            matches!(&found[..], [fault] if fault.starts_with(expected)),
            "{served}: {found:?}"
        );
    }
}

#[test]
fn an_addition_that_no_client_notices_is_let_through() {
    let cases = [
        ("first: Int,", "first: Int, last: Int, skip: Int! = 0,"),
        (
            "title: String, order",
            "done: Boolean! = false, title: String, order",
        ),
        ("title: String }", "title: String, more(all: Boolean!): Int! }"),
        (
            "type Task",
            "type Other { id(a: Int!): ID! } input New { a: Int! } enum Kind { A } type Task",
        ),
        ("{ BLANK }", "{ BLANK STALE }"),
        ("= Blank", "= Blank | Task"),
        ("Blank implements UserError", "Blank implements UserError & Node"),
        ("title: String }", "title: String @deprecated(reason: \"Long\") }"),
        ("ASC DESC", "ASC DESC @deprecated"),
    ];
    for (part, served) in cases {
        assert_eq!(found(part, served), [""; 0], "{served}");
    }
}

#[test]
fn what_is_allowed_may_be_missing_until_it_is_there() {
    let without = PROMISED.replacen("input Pick @oneOf { a: ID, b: ID }", "", 1);
    assert_eq!(of(&without, &["Pick"]), [""; 0]);
    assert_eq!(of(&without, &[]).len(), 3, "the type and its two fields");
    let needless = of(PROMISED, &["Pick"]);
    assert!(
        matches!(&needless[..], [fault] if fault.starts_with("Pick is no longer missing")),
        "{needless:?}"
    );
    assert_eq!(of(&without, &["Pi"]).len(), 4, "a part of a name allows nothing");
}
