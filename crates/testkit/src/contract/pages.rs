//! Walks lists page by page: every page size, from both ends, and between two places.

use application::{
    StoreError,
    page::{Cursor, Page, PageRequest},
};

use super::Checked;

/// Checks that a list is this sequence, whatever the pages.
pub async fn assert_sequence<T>(
    expected: &[&str],
    name: impl Fn(&T) -> &str,
    cursor: impl Fn(&T) -> Cursor,
    fetch: impl AsyncFn(&PageRequest) -> Result<Page<T>, StoreError>,
) -> Checked {
    for size in 1..=expected.len() + 1 {
        for from_end in [false, true] {
            let names = walk(size, from_end, &name, &cursor, &fetch).await?;
            assert_eq!(names, expected, "{size} at a time, from the end: {from_end}");
        }
    }
    assert_between(expected, &name, &cursor, &fetch).await
}

async fn walk<T>(
    size: usize,
    from_end: bool,
    name: &impl Fn(&T) -> &str,
    cursor: &impl Fn(&T) -> Cursor,
    fetch: &impl AsyncFn(&PageRequest) -> Result<Page<T>, StoreError>,
) -> Result<Vec<String>, StoreError> {
    let mut names: Vec<String> = Vec::new();
    let mut request = PageRequest {
        from_end,
        ..PageRequest::first(size)
    };
    loop {
        let page = fetch(&request).await?;
        assert!(page.items.len() <= size, "a page is no longer than asked for");
        let is_first = names.is_empty();
        let (edge, more, behind) = if from_end {
            (page.items.first(), page.has_previous_page, page.has_next_page)
        } else {
            (page.items.last(), page.has_next_page, page.has_previous_page)
        };
        assert_eq!(behind, !is_first, "what was read before");
        let place = edge.map(cursor);
        let at = if from_end { 0 } else { names.len() };
        names.splice(at..at, page.items.iter().map(|item| name(item).to_owned()));
        let (true, Some(place)) = (more, place) else {
            return Ok(names);
        };
        (request.after, request.before) = if from_end {
            (None, Some(place))
        } else {
            (Some(place), None)
        };
    }
}

/// What lies between the first and the last, without them.
async fn assert_between<T>(
    expected: &[&str],
    name: &impl Fn(&T) -> &str,
    cursor: &impl Fn(&T) -> Cursor,
    fetch: &impl AsyncFn(&PageRequest) -> Result<Page<T>, StoreError>,
) -> Checked {
    let all = fetch(&PageRequest::first(100)).await?.items;
    let [first, .., last] = all.as_slice() else {
        return Ok(());
    };
    for from_end in [false, true] {
        let request = PageRequest {
            from_end,
            after: Some(cursor(first)),
            before: Some(cursor(last)),
            ..PageRequest::first(100)
        };
        let inner = fetch(&request).await?.items;
        let names: Vec<&str> = inner.iter().map(name).collect();
        assert_eq!(names, expected.get(1..expected.len() - 1).unwrap_or_default());
    }
    Ok(())
}
