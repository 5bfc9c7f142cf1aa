//! Reads the account, its users and who a token signs in.

use application::{
    StoreError,
    confirmation::ConfirmationKey,
    page::{Page, PageRequest},
    ports::SignedIn,
};
use diesel::{dsl::IntoBoxed, pg::Pg, prelude::*};
use diesel_async::RunQueryDsl;
use domain::{Account, ApiToken, ApiTokenId, User, UserId};
use jiff::Timestamp;
use uuid::Uuid;

use super::{count, keyset::Keyset, strpos, uuids};
use crate::{
    codes::contradiction,
    look_ups::{ByKey, LookUp},
    rows::people::{AccountRow, ApiTokenRow, UserRow},
    schema::{accounts, api_tokens, users},
    unit::Transaction,
};

const NEWEST_TOKENS: Keyset = Keyset {
    key: "api_tokens.created_at",
    id: "api_tokens.id",
    descending: true,
};
const BY_NAME: Keyset = Keyset::ascending("users.name_key", "users.id");

pub(crate) async fn account(tx: &mut Transaction) -> Result<Option<Account>, StoreError> {
    let query = accounts::table
        .find(tx.account().uuid())
        .select(AccountRow::as_select());
    let row = tx
        .beside(async { query.first(&mut tx.shared()).await.optional() })
        .await?;
    row.map(Account::try_from).transpose()
}

pub(crate) async fn confirmation_key(tx: &mut Transaction) -> Result<ConfirmationKey, StoreError> {
    let query = accounts::table
        .find(tx.account().uuid())
        .select(accounts::confirmation_key);
    let found: Option<Vec<u8>> = tx
        .beside(async { query.first(&mut tx.shared()).await.optional() })
        .await?;
    let bytes = found.and_then(|bytes| <[u8; 64]>::try_from(bytes).ok());
    bytes
        .map(ConfirmationKey::new)
        .ok_or_else(|| contradiction("an account without a key"))
}

pub(super) async fn signed_in(
    tx: &Transaction,
    secret_hash: &[u8; 32],
    now: Timestamp,
) -> Result<Option<SignedIn>, StoreError> {
    let mut found = SignsIn::find(tx, &[*secret_hash]).await?;
    let found = found.remove(secret_hash).transpose()?;
    Ok(found.filter(|found| found.token.works_at(now)))
}

/// Whom tokens of active users sign in, by the hashes of their secrets; whether they work now or not.
pub(crate) struct SignsIn;

impl LookUp for SignsIn {
    type Key = [u8; 32];
    type Found = SignedIn;

    async fn find(tx: &Transaction, hashes: &[[u8; 32]]) -> Result<ByKey<Self>, StoreError> {
        let hashes: Vec<&[u8]> = hashes.iter().map(<[u8; 32]>::as_slice).collect();
        let of_token = users::account_id
            .eq(api_tokens::account_id)
            .and(users::id.eq(api_tokens::user_id));
        let query = api_tokens::table
            .inner_join(users::table.on(of_token))
            .filter(
                api_tokens::account_id
                    .eq(tx.account().uuid())
                    .and(api_tokens::secret_hash.eq_any(hashes)),
            )
            .filter(users::active)
            .select((
                api_tokens::secret_hash,
                UserRow::as_select(),
                ApiTokenRow::as_select(),
            ));
        let rows: Vec<(Vec<u8>, UserRow, ApiTokenRow)> = tx.look_up(query.load(&mut tx.shared())).await?;
        let signed_in = rows.into_iter().map(|(hash, user, token)| {
            let hash = hash.try_into().map_err(|_| contradiction("secret hash"))?;
            let token = token.into();
            let signed_in = user.try_into().map(|user| SignedIn { user, token });
            Ok((hash, signed_in))
        });
        signed_in.collect()
    }
}

pub(super) async fn api_tokens(
    tx: &mut Transaction,
    of: Option<UserId>,
    page: &PageRequest,
) -> Result<Page<ApiToken>, StoreError> {
    let query = NEWEST_TOKENS
        .page(tokens_of(tx.account().uuid(), of), page)
        .select(ApiTokenRow::as_select());
    let rows: Vec<ApiTokenRow> = tx.beside(query.load(&mut tx.shared())).await?;
    let items = rows.into_iter().map(ApiToken::from).collect();
    Ok(Page::of_read(items, page))
}

pub(super) async fn api_token_count(tx: &mut Transaction, of: Option<UserId>) -> Result<u64, StoreError> {
    let query = tokens_of(tx.account().uuid(), of).count();
    count(tx.beside(query.get_result(&mut tx.shared())).await?)
}

pub(super) async fn api_tokens_by_id(
    tx: &Transaction,
    ids: &[ApiTokenId],
) -> Result<Vec<ApiToken>, StoreError> {
    let query = tokens_of(tx.account().uuid(), None)
        .filter(api_tokens::id.eq_any(uuids(ids, ApiTokenId::uuid)))
        .select(ApiTokenRow::as_select());
    let rows: Vec<ApiTokenRow> = tx.look_up(query.load(&mut tx.shared())).await?;
    Ok(rows.into_iter().map(ApiToken::from).collect())
}

fn tokens_of(account: Uuid, of: Option<UserId>) -> IntoBoxed<'static, api_tokens::table, Pg> {
    let all = api_tokens::table
        .into_boxed()
        .filter(api_tokens::account_id.eq(account));
    match of {
        None => all,
        Some(user) => all.filter(api_tokens::user_id.eq(user.uuid())),
    }
}

pub(super) async fn users_by_id(tx: &Transaction, ids: &[UserId]) -> Result<Vec<User>, StoreError> {
    let query = users::table
        .filter(
            users::account_id
                .eq(tx.account().uuid())
                .and(users::id.eq_any(uuids(ids, UserId::uuid))),
        )
        .select(UserRow::as_select());
    let rows: Vec<UserRow> = tx.look_up(query.load(&mut tx.shared())).await?;
    rows.into_iter().map(User::try_from).collect()
}

pub(super) async fn users(
    tx: &mut Transaction,
    search: &[String],
    page: &PageRequest,
) -> Result<Page<User>, StoreError> {
    let query = BY_NAME
        .page(found(tx.account().uuid(), search), page)
        .select(UserRow::as_select());
    let rows: Vec<UserRow> = tx.beside(query.load(&mut tx.shared())).await?;
    let items: Result<_, _> = rows.into_iter().map(User::try_from).collect();
    Ok(Page::of_read(items?, page))
}

pub(super) async fn user_count(tx: &mut Transaction, search: &[String]) -> Result<u64, StoreError> {
    let query = found(tx.account().uuid(), search).count();
    count(tx.beside(query.get_result(&mut tx.shared())).await?)
}

fn found(account: Uuid, search: &[String]) -> IntoBoxed<'_, users::table, Pg> {
    let all = users::table.into_boxed().filter(users::account_id.eq(account));
    search.iter().fold(all, |query, word| {
        query.filter(strpos(users::name_key, word).gt(0))
    })
}
