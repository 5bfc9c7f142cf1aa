//! Pages of tasks: the same sequence for every page size, in every order, from both ends.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod support;

use application::{
    page::{Page, PageRequest},
    queries::tasks::{TaskFilter, TaskOrder, TaskOrderField, TaskStatus},
};
use domain::Task;
use support::world::{World, several_tasks};

#[tokio::test]
async fn every_order_gives_the_same_sequence_for_every_page_size_from_both_ends() {
    let world = World::new().await;
    let tasks = several_tasks(&world).await;
    let both = Some(vec![TaskStatus::Open, TaskStatus::Completed]);
    for statuses in [both, Some(vec![TaskStatus::Completed]), None, Some(Vec::new())] {
        let filter = TaskFilter {
            statuses,
            ..TaskFilter::default()
        };
        for field in [
            TaskOrderField::CompletedAt,
            TaskOrderField::CreatedAt,
            TaskOrderField::DueAt,
        ] {
            for descending in [false, true] {
                let order = TaskOrder { field, descending };
                let expected = expected(&tasks, &filter, order);
                for size in [1, 2, 4, 100] {
                    for from_end in [false, true] {
                        let got = walk(&world, &filter, order, size, from_end).await;
                        assert_eq!(
                            got, expected,
                            "{filter:?} {order:?} by {size} from end: {from_end}"
                        );
                    }
                }
            }
        }
    }
}

fn expected(tasks: &[Task], filter: &TaskFilter, order: TaskOrder) -> Vec<String> {
    let listed = |task: &&Task| {
        let status = if task.is_open() {
            TaskStatus::Open
        } else {
            TaskStatus::Completed
        };
        filter.statuses().contains(&status)
    };
    let key = |task: &Task| match order.field {
        TaskOrderField::CompletedAt => task.completion().map(|completion| completion.completed_at),
        TaskOrderField::CreatedAt => Some(task.created_at),
        TaskOrderField::DueAt => task.overdue_from,
    };
    let mut listed: Vec<&Task> = tasks.iter().filter(listed).collect();
    listed.sort_by(|a, b| {
        let by_key = match (key(a), key(b)) {
            (None, Some(_)) => return std::cmp::Ordering::Greater,
            (Some(_), None) => return std::cmp::Ordering::Less,
            (a, b) => a.cmp(&b),
        };
        let ascending = by_key.then(a.id.cmp(&b.id));
        if order.descending {
            ascending.reverse()
        } else {
            ascending
        }
    });
    listed.iter().map(|task| task.title.as_str().to_owned()).collect()
}

async fn walk(
    world: &World,
    filter: &TaskFilter,
    order: TaskOrder,
    size: usize,
    from_end: bool,
) -> Vec<String> {
    let session = world.queries.session(world.admin);
    let mut titles: Vec<String> = Vec::new();
    let mut request = PageRequest {
        from_end,
        ..PageRequest::first(size)
    };
    loop {
        let page: Page<Task> = session.tasks(filter, order, &request).await.unwrap();
        let some = page.items.iter().map(|task| task.title.as_str().to_owned());
        let at = if from_end { 0 } else { titles.len() };
        titles.splice(at..at, some);
        let (edge, more) = if from_end {
            (page.items.first(), page.has_previous_page)
        } else {
            (page.items.last(), page.has_next_page)
        };
        let (true, Some(edge)) = (more, edge) else { break };
        let cursor = Some(order.cursor(edge));
        (request.after, request.before) = if from_end { (None, cursor) } else { (cursor, None) };
    }
    session.close().await;
    titles
}
