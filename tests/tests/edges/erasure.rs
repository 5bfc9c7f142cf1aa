//! Erasing a person: edge 49.

use acceptance::{Team, Value, codes, json, steps::*, text};
use futures_util::future::{join, join_all};

/// A contact with a task that was done, one that is open, and a deal.
struct Person {
    contact: String,
    done: String,
    open: String,
    deal: String,
}

impl Person {
    async fn at_work(team: &Team) -> Self {
        let input = json!({ "name": "Zelda Zorn", "email": "zelda@zorn.example", "phone": "+49 30 777", "company": "Zorn AG",
            "externalId": "crm-zelda" });
        let made = create_contact(team.member(), input).await;
        let contact = text(&succeeded(&made)["contact"]["id"]).to_owned();
        let subject = json!({ "contactId": contact });
        let done = team.task_of("Call", "Ring Zelda", subject.clone()).await;
        let open = team.task_of("Call", "Visit Zelda", subject).await;
        let outcome = team.outcome_id("No answer").await;
        let how = json!({ "id": done, "outcomeId": outcome, "notes": "Zelda is on holiday" });
        succeeded(&complete(team.member(), how).await);
        succeeded(
            &reopen(
                team.member(),
                json!({ "id": done, "reason": "Zelda called back" }),
            )
            .await,
        );
        let how = json!({ "id": done, "outcomeId": outcome, "notes": "Zelda is ill" });
        succeeded(&complete(team.member(), how).await);
        succeeded(&update_contact(team.member(), json!({ "id": contact, "name": "Zelda Zorn-Zimt" })).await);
        let made = create_deal(team.member(), json!({ "name": "Crane" })).await;
        let deal = text(&succeeded(&made)["deal"]["id"]).to_owned();
        succeeded(&update_deal(team.member(), json!({ "id": deal, "contactId": contact })).await);
        Self {
            contact,
            done,
            open,
            deal,
        }
    }
}

async fn everything(team: &Team) -> Value {
    let query = "{ contacts { nodes { name email phone company } } deals { nodes { name contact { name } } }
        tasks(filter: { statuses: [OPEN, COMPLETED] }) { nodes { title description completion { notes } } }
        activities(first: 100) { nodes { title notes reason changes { before after } } } }";
    team.admin().query(query, json!({})).await
}

async fn completed(team: &Team) -> Value {
    let query = "{ taskOverviewReport { totals { completedCount } groups(by: RELATES_TO) { nodes { label totals { completedCount } } } } }";
    team.admin().query(query, json!({})).await
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_49_erasing_removes_the_person_everywhere_and_counts_stay() {
    let team = Team::in_force().await;
    let person = Person::at_work(&team).await;
    assert!(everything(&team).await.to_string().contains("Zelda"));
    let before = completed(&team).await;
    let member = erase_contact(team.member(), json!({ "id": person.contact })).await;
    assert_eq!(codes(&member), ["FORBIDDEN"]);

    let erased = erase_contact(team.admin(), json!({ "id": person.contact })).await;
    assert_eq!(succeeded(&erased)["erasedContactId"], json!(person.contact));
    let after = everything(&team).await.to_string().to_lowercase();
    for trace in ["zelda", "zorn", "zimt", "777"] {
        assert!(!after.contains(trace), "{trace}: {after}");
    }
    assert_eq!(completed(&team).await, before, "counts stay");
    let data = team
        .admin()
        .query("{ taskOverviewReport { csvPath } }", json!({}))
        .await;
    let file = team
        .admin()
        .file(text(&data["taskOverviewReport"]["csvPath"]))
        .await
        .text;
    assert!(
        file.contains(",Erased contact,Call,CONTACT,Erased contact,") && !file.contains("Zelda"),
        "{file}"
    );
    for search in ["zelda", "holiday"] {
        let query = "query S($s: String!) { activities(filter: { search: $s }) { totalCount } contacts(search: $s) { totalCount } }";
        let found = team.admin().query(query, json!({ "s": search })).await;
        assert_eq!(
            (
                &found["activities"]["totalCount"],
                &found["contacts"]["totalCount"]
            ),
            (&json!(0), &json!(0))
        );
    }
    assert_eq!(
        (
            team.entries("CONTACT_ERASED").await,
            team.entries("TASK_DELETED").await
        ),
        (1, 1)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_49_an_erased_contact_is_gone_and_its_tasks_say_so() {
    let team = Team::in_force().await;
    let person = Person::at_work(&team).await;
    succeeded(&erase_contact(team.admin(), json!({ "id": person.contact })).await);
    let query = "query N($contact: ID!, $done: ID!, $open: ID!, $deal: ID!) { contact: node(id: $contact) { id } open: node(id: $open) { id }
        done: node(id: $done) { ... on Task { title description status subject { __typename } completion { notes recordedLabel } } }
        deal: node(id: $deal) { ... on Deal { name contact { id } } }
        activities(filter: { kinds: [CONTACT_ERASED] }) { nodes { title subject { __typename } actor { name } changes { field } } } }";
    let ids =
        json!({ "contact": person.contact, "done": person.done, "open": person.open, "deal": person.deal });
    let data = team.admin().query(query, ids.clone()).await;
    assert_eq!((&data["contact"], &data["open"]), (&json!(null), &json!(null)));
    let done = json!({ "title": "Erased contact", "description": null, "status": "COMPLETED", "subject": null,
        "completion": { "notes": null, "recordedLabel": "No answer" } });
    assert_eq!(data["done"], done);
    assert_eq!(data["deal"], json!({ "name": "Crane", "contact": null }));
    let entry = json!({ "title": "Contact: erased", "subject": null, "actor": { "name": "Anna Ahlers" }, "changes": [] });
    assert_eq!(data["activities"]["nodes"], json!([entry]));
    let german = team.admin().in_language("de").query(query, ids).await;
    assert_eq!(german["done"]["title"], "Gelöschter Kontakt");
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_49_nothing_more_can_be_done_with_an_erased_contact() {
    let team = Team::in_force().await;
    let person = Person::at_work(&team).await;
    succeeded(&erase_contact(team.admin(), json!({ "id": person.contact })).await);
    let call = team.type_id("Call").await;
    let new = json!({ "title": "x", "taskTypeId": call, "subject": { "contactId": person.contact } });
    let deal = json!({ "deals": [{ "externalId": "d", "name": "x", "contactId": person.contact }] });
    let refused = [
        erase_contact(team.admin(), json!({ "id": person.contact })).await,
        update_contact(team.admin(), json!({ "id": person.contact, "name": "Zelda" })).await,
        create_task(team.admin(), new).await,
        update_task(team.admin(), json!({ "id": person.open, "title": "Zelda" })).await,
        reopen(team.admin(), json!({ "id": person.done })).await,
        correct(team.admin(), json!({ "id": person.done, "notes": "Zelda" })).await,
        delete_task(team.admin(), json!({ "id": person.done })).await,
        create_deal(team.admin(), json!({ "name": "x", "contactId": person.contact })).await,
        import_deals(team.admin(), deal).await,
    ];
    for payload in refused {
        assert_eq!(codes(&payload), ["NOT_FOUND"], "{payload}");
    }
    let again = json!({ "contacts": [{ "externalId": "crm-zelda", "name": "Zelda" }] });
    let imported = import_contacts(team.admin(), again).await;
    assert_ne!(
        succeeded(&imported)["contacts"][0]["id"],
        json!(person.contact),
        "someone new"
    );
    succeeded(&update_deal(team.admin(), json!({ "id": person.deal, "stage": "Offer" })).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn edge_49_erasing_races_with_work_on_the_contact_and_leaves_no_trace() {
    let team = Team::in_force().await;
    for _ in 0..8 {
        let person = Person::at_work(&team).await;
        let call = team.type_id("Call").await;
        let outcome = team.outcome_id("No answer").await;
        let next = json!({ "title": "Zelda once more", "taskTypeId": call });
        let done = complete(
            team.member(),
            json!({ "id": person.open, "outcomeId": outcome, "notes": "Zelda", "followUp": next }),
        );
        let subject = json!({ "contactId": person.contact });
        let made = create_task(
            team.member(),
            json!({ "title": "Zelda again", "taskTypeId": call, "subject": subject }),
        );
        let renamed = update_contact(
            &team.account.second_admin,
            json!({ "id": person.contact, "name": "Zelda Zett" }),
        );
        let erasing = (0..2).map(|_| erase_contact(team.admin(), json!({ "id": person.contact })));
        let (erased, (done, (made, renamed))) =
            join(join_all(erasing), join(done, join(made, renamed))).await;
        let won = erased.iter().filter(|payload| codes(payload).is_empty()).count();
        assert_eq!(won, 1, "{erased:?}");
        for payload in [done, made, renamed] {
            assert!(
                codes(&payload).iter().all(|code| *code == "NOT_FOUND"),
                "{payload}"
            );
        }
        let after = everything(&team).await.to_string();
        assert!(!after.contains("Zelda"), "{after}");
    }
}
