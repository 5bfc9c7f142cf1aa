//! Who asks through a stream. Every operation signs in anew, so what a token lost in between it does not get.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock, Weak};

use adapter_graphql::{Answer, Code, GraphQlRequest, Language, RequestFault, RequestScope, execute_stream};
use application::StoreError;
use futures_util::stream::{self, BoxStream, StreamExt as _};
use serde_json::json;

use super::{Place, Run, Seat, Written};
use crate::auth::{self, BearerToken, RandomTokens};
use crate::http::{Site, graphql};

/// Who asks through a stream.
pub(in crate::http) struct Caller {
    pub(in crate::http) site: Arc<Site>,
    pub(in crate::http) token: BearerToken,
    pub(in crate::http) language: Language,
    pub(in crate::http) seat: Seat,
    /// Held as long as something is under way, so that the server does not end before.
    pub(in crate::http) place: Arc<Place>,
}

/// How an operation is begun; tests have operations of their own.
pub(in crate::http) type Ask = fn(&Arc<Caller>, GraphQlRequest, String) -> Run;

impl Caller {
    /// The answers to a request; nothing is done before the first is asked for.
    pub(in crate::http) fn ask(self: &Arc<Self>, request: GraphQlRequest, id: String) -> Run {
        let making = Arc::new(Making::default());
        let (caller, told) = (Arc::clone(self), Arc::clone(&making));
        let answers = stream::once(async move { caller.answers(request, id, &told).await }).flatten();
        Run::new(answers, move || making.is_under_way()).in_language(self.language)
    }

    async fn answers(
        self: Arc<Self>,
        request: GraphQlRequest,
        id: String,
        making: &Making,
    ) -> BoxStream<'static, Written> {
        let scope = match self.open(&id).await {
            Ok(scope) => scope,
            Err(refusal) => return stream::iter([refusal]).boxed(),
        };
        making.is_of(&scope);
        let bucket = self.site.rate_limits.bucket(self.seat.token());
        let answers = execute_stream(&self.site.schema, scope, bucket, request).await;
        let written = answers.map(move |answer| {
            if is_signed_out(&answer) {
                self.seat.look_now();
            }
            Written::of(answer, self.language, &id)
        });
        written.boxed()
    }

    async fn open(&self, id: &str) -> Result<Arc<RequestScope>, Written> {
        let session = match auth::sign_in(&self.site.queries, &self.token).await {
            Ok(Some(session)) => session,
            Ok(None) => {
                self.seat.look_now();
                return Err(Written::signed_out(self.language));
            }
            Err(error) => return Err(Written::failed(&error, self.language, id)),
        };
        graphql::note_use(&self.site, &session);
        let (commands, tokens) = (self.site.commands.clone(), Arc::new(RandomTokens));
        Ok(RequestScope::new(commands, session, self.language, tokens))
    }
}

/// Whether an answer is being made.
#[derive(Default)]
struct Making {
    is_signed_in: AtomicBool,
    scope: OnceLock<Weak<RequestScope>>,
}

impl Making {
    fn is_of(&self, scope: &Arc<RequestScope>) {
        self.scope.get_or_init(|| Arc::downgrade(scope));
        self.is_signed_in.store(true, Ordering::Release);
    }

    fn is_under_way(&self) -> bool {
        let scope = self.scope.get().and_then(Weak::upgrade);
        !self.is_signed_in.load(Ordering::Acquire) || scope.is_some_and(|scope| !scope.is_closed())
    }
}

fn is_signed_out(answer: &Answer) -> bool {
    answer.response.errors.iter().any(|error| {
        let code = error
            .extensions
            .as_ref()
            .and_then(|extensions| extensions.get("code"));
        code == Some(&Code::Unauthenticated.as_str().into())
    })
}

impl Written {
    /// Nobody is signed in any more.
    pub(in crate::http) fn signed_out(language: Language) -> Self {
        Self::refusal(RequestFault::SignedOut, language)
    }

    fn failed(error: &StoreError, language: Language, id: &str) -> Self {
        match error {
            StoreError::Busy | StoreError::Conflict => Self::refusal(RequestFault::Busy, language),
            StoreError::Broken(_) => {
                let error: &dyn std::error::Error = error;
                tracing::error!(error, "cannot sign in");
                Self::internal(language, id)
            }
        }
    }

    fn internal(language: Language, id: &str) -> Self {
        let extensions = json!({ "code": Code::Internal.as_str(), "requestId": id });
        let error = json!({ "message": RequestFault::Failed.told(language), "extensions": extensions });
        Self::Refusal(json!([error]).to_string())
    }

    fn of(mut answer: Answer, language: Language, id: &str) -> Self {
        graphql::name_request(&mut answer, id);
        let is_result = match answer.ending {
            adapter_graphql::Ending::Executed => true,
            adapter_graphql::Ending::Refused | adapter_graphql::Ending::RateLimited { .. } => false,
        };
        let json = if is_result {
            serde_json::to_string(&answer.response)
        } else {
            serde_json::to_string(&answer.response.errors)
        };
        match json {
            Ok(json) if is_result => Self::Result(json),
            Ok(json) => Self::Refusal(json),
            Err(error) => {
                tracing::error!(%error, "an answer cannot be written");
                Self::internal(language, id)
            }
        }
    }
}
