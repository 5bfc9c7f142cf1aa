//! Who is signed in.

use async_graphql::Object;

use super::types::Viewer;

/// Questions about the signed-in user.
#[derive(Default)]
pub struct ViewerQuery;

#[Object]
impl ViewerQuery {
    /// The signed-in user.
    async fn viewer(&self) -> Option<Viewer> {
        Some(Viewer)
    }
}
