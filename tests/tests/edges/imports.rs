//! Imports of contacts and deals: upserts by external id, all or nothing.

use acceptance::{Team, Value, all, codes, json, steps::*};
use futures_util::future::join_all;

/// As many contacts as asked for, `note` in the name of each.
pub(super) fn contacts(number: usize, note: &str) -> Value {
    let row = |at: usize| json!({ "externalId": format!("crm-{at}"), "name": format!("Person {at} {note}") });
    json!({ "contacts": (0..number).map(row).collect::<Vec<_>>() })
}

/// One entry for the whole with its counts, one for each record that changed.
async fn the_history_tells_the_import(team: &Team) {
    let query =
        "{ activities(first: 3) { nodes { kind title actor { name } changes { field before after } } } }";
    let entries = team.admin().query(query, json!({})).await;
    let entries = entries["activities"]["nodes"].as_array().unwrap().clone();
    let import = entries
        .iter()
        .find(|entry| entry["kind"] == "DATA_IMPORTED")
        .unwrap();
    assert_eq!(
        (&import["title"], &import["actor"]["name"]),
        (&json!("Contacts imported"), &json!("Anna Ahlers"))
    );
    let counts: Vec<_> = import["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["after"])
        .collect();
    assert_eq!(counts, ["1", "1", "1"]);
    let changed = entries
        .iter()
        .find(|entry| entry["title"] == "Contact “Person 1” changed")
        .unwrap();
    assert_eq!(changed["actor"], json!(null), "the import did it");
    let owner = json!({ "field": "owner", "before": null, "after": "Malik Moser" });
    assert!(
        changed["changes"].as_array().unwrap().contains(&owner),
        "{changed}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_creates_what_is_new_changes_what_differs_and_leaves_the_rest() {
    let team = Team::new().await;
    succeeded(&import_contacts(team.admin(), contacts(3, "")).await);
    let users = team
        .admin()
        .query("{ users { nodes { id name } } }", json!({}))
        .await;
    let malik = &users["users"]["nodes"][2]["id"];
    let rows = json!({ "contacts": [
        { "externalId": "new", "name": "Nora" },
        { "externalId": "crm-1", "name": "Person 1", "email": "one@nord.example", "ownerId": malik },
        { "externalId": "crm-0", "name": "Person 0" },
    ] });
    let imported = import_contacts(team.admin(), rows).await;
    let contacts = &succeeded(&imported)["contacts"];
    assert_eq!(
        all(contacts, "externalId"),
        ["new", "crm-1", "crm-0"],
        "in the order of the input"
    );
    let versions: Vec<_> = contacts
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["version"])
        .collect();
    assert_eq!(versions, [1, 2, 1]);
    assert_eq!(contacts[1]["owner"]["name"], "Malik Moser");
    the_history_tells_the_import(&team).await;
    assert_eq!(team.entries("DATA_IMPORTED").await, 2);
    let again = json!({ "contacts": [{ "externalId": "new", "name": "Nora" }] });
    succeeded(&import_contacts(team.admin(), again).await);
    assert_eq!(
        team.entries("DATA_IMPORTED").await,
        2,
        "nothing differs, nothing is written"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_names_every_fault_by_its_row_and_stores_nothing() {
    let team = Team::new().await;
    let rows = json!({ "contacts": [
        { "externalId": "a", "name": "Anna" },
        { "externalId": " ", "name": "" },
        { "externalId": "a", "name": "Berta", "email": "nowhere", "ownerId": "unknown" },
        { "externalId": "x".repeat(201), "name": "Carl" },
    ] });
    let refused = import_contacts(team.admin(), rows).await;
    assert_eq!(
        codes(&refused),
        ["BLANK", "BLANK", "INVALID", "REPEATED", "NOT_FOUND", "TOO_LONG"]
    );
    let path = |at: usize| refused["userErrors"][at]["path"].clone();
    assert_eq!(path(0), json!(["input", "contacts", "1", "name"]));
    assert_eq!(path(1), json!(["input", "contacts", "1", "externalId"]));
    assert_eq!(path(2), json!(["input", "contacts", "2", "email"]));
    assert_eq!(path(4), json!(["input", "contacts", "2", "ownerId"]));
    assert_eq!(refused["userErrors"][4]["missingId"], "unknown");
    assert_eq!(refused["contacts"], json!(null));
    assert_eq!(team.entries("DATA_IMPORTED").await, 0);

    let none = import_contacts(team.admin(), json!({ "contacts": [] })).await;
    assert_eq!(codes(&none), ["TOO_FEW"]);
    let many = import_contacts(team.admin(), contacts(1_001, "")).await;
    assert_eq!(codes(&many), ["TOO_MANY"]);
    assert_eq!(many["userErrors"][0]["maximum"], 1_000);

    let rows = json!({ "deals": [{ "externalId": "d", "name": "Crane", "contactId": team.deal,
        "value": { "amount": "1,5", "currency": "EUR" } }] });
    let refused = import_deals(team.admin(), rows).await;
    assert_eq!(codes(&refused), ["INVALID", "NOT_FOUND"]);
    assert_eq!(
        refused["userErrors"][0]["path"],
        json!(["input", "deals", "0", "value", "amount"])
    );
    assert_eq!(
        refused["userErrors"][1]["path"],
        json!(["input", "deals", "0", "contactId"])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_48_only_admins_import() {
    let team = Team::new().await;
    let refused = import_contacts(team.member(), json!({ "contacts": [] })).await;
    assert_eq!(codes(&refused), ["FORBIDDEN"]);
    let refused = import_deals(team.member(), json!({ "deals": [] })).await;
    assert_eq!(codes(&refused), ["FORBIDDEN"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn deals_are_imported_with_their_contacts() {
    let team = Team::new().await;
    let row = |contact: Value| {
        json!({ "deals": [{ "externalId": "d", "name": "Crane", "contactId": contact, "status": "WON", "stage": "Offer",
            "value": { "amount": "1499.90", "currency": "EUR" } }] })
    };
    let made = import_deals(team.admin(), row(json!(null))).await;
    assert_eq!(succeeded(&made)["deals"][0]["value"]["amount"], "1499.90");
    let second = import_deals(team.admin(), row(json!(team.contact))).await;
    let deal = &succeeded(&second)["deals"][0];
    assert_eq!((&deal["version"], &deal["status"]), (&json!(2), &json!("WON")));
    let query = "query D($id: ID!) { node(id: $id) { ... on Deal { activities(first: 1) { nodes { changes { field before after } } } } } }";
    let data = team.admin().query(query, json!({ "id": deal["id"] })).await;
    let changes = &data["node"]["activities"]["nodes"][0]["changes"];
    let contact = json!({ "field": "contact", "before": null, "after": deal["contact"]["name"] });
    assert_eq!(*changes, json!([contact]));
}

#[tokio::test(flavor = "multi_thread")]
async fn imports_that_race_for_the_same_external_ids_make_one_record_of_each() {
    let team = Team::new().await;
    let racing = (0..8).map(|number| {
        let client = if number % 2 == 0 {
            team.admin()
        } else {
            &team.account.second_admin
        };
        let mut rows = contacts(50, &format!("of {number}"));
        if number % 3 == 0 {
            rows["contacts"].as_array_mut().unwrap().reverse();
        }
        import_contacts(client, rows)
    });
    for payload in join_all(racing).await {
        assert_eq!(codes(&payload), Vec::<&str>::new());
    }
    let data = team
        .admin()
        .query("{ contacts(search: \"person\") { totalCount } }", json!({}))
        .await;
    assert_eq!(data["contacts"]["totalCount"], 50);
    assert_eq!(team.entries("DATA_IMPORTED").await, 8);
    let taken = json!({ "name": "Someone", "externalId": "crm-7" });
    assert_eq!(codes(&create_contact(team.admin(), taken).await), ["TAKEN"]);
}
