//! What must be true of an account whatever was done to it, read through the port alone, over any store.

mod catalogue;
mod replay;
mod report;

use application::{
    StoreError,
    page::{Cursor, Page, PageRequest},
    ports::Reading,
};

/// Everything that contradicts the invariants of the domain, in sentences; nothing when all is well.
///
/// The catalogue with its assignments, the history told again from its beginning, and the report with its drill-down.
pub async fn contradictions(reading: &dyn Reading) -> Result<Vec<String>, StoreError> {
    let mut found = catalogue::contradictions(reading).await?;
    found.extend(replay::contradictions(reading).await?);
    found.extend(report::contradictions(reading).await?);
    Ok(found)
}

/// The whole of a list, page by page.
async fn whole<T>(
    mut page: impl AsyncFnMut(PageRequest) -> Result<Page<T>, StoreError>,
    cursor: impl Fn(&T) -> Cursor,
) -> Result<Vec<T>, StoreError> {
    let mut all: Vec<T> = Vec::new();
    loop {
        let request = PageRequest {
            after: all.last().map(&cursor),
            ..PageRequest::first(100)
        };
        let read = page(request).await?;
        all.extend(read.items);
        if !read.has_next_page {
            return Ok(all);
        }
    }
}
