//! The one connection on which processes tell each other which accounts have new entries. Nothing depends on it but how
//! soon they are read.

use std::{
    future::poll_fn,
    mem,
    sync::atomic::{AtomicI32, Ordering},
    time::Duration,
};

use domain::AccountId;
use tokio::time::sleep;
use tokio_postgres::{AsyncMessage, Client, Connection, Notification, Socket, tls::NoTlsStream};

use super::{Shared, lock};
use crate::{
    connect::{ConnectError, log_in},
    migrate::SERVER_ROLE,
};

const CHANNEL: &str = "task_outcomes_activity";
/// How soon a lost connection is opened again.
const AGAIN: Duration = Duration::from_secs(1);
/// How long accounts are gathered after some were told: commits do not wait for notifications, and these for one another.
const TOGETHER: Duration = Duration::from_millis(5);

impl Shared {
    /// Stays connected, as long as it is polled.
    pub(super) async fn stay_wired(&self, url: &str) {
        loop {
            let lost = self.wired(url).await;
            tracing::warn!(%lost, "no connection to hear what other processes commit; looking every few seconds");
            sleep(AGAIN).await;
        }
    }

    /// Hears and tells until the connection is lost.
    async fn wired(&self, url: &str) -> ConnectError {
        let (client, connection) = match log_in(url).await {
            Ok(both) => both,
            Err(error) => return error,
        };
        let own = AtomicI32::new(0);
        tokio::select! {
            () = self.hear(connection, &own) => ConnectError::Unreachable,
            _ = self.tell_others(&client, &own) => ConnectError::Unreachable,
        }
    }

    async fn hear(&self, mut connection: Connection<Socket, NoTlsStream>, own: &AtomicI32) {
        while let Some(Ok(message)) = poll_fn(|cx| connection.poll_message(cx)).await {
            match message {
                // What this process has committed it knows already.
                AsyncMessage::Notification(told) if told.process_id() != own.load(Ordering::Relaxed) => {
                    self.heard(&told);
                }
                _ => (),
            }
        }
    }

    fn heard(&self, told: &Notification) {
        if let Ok(account) = told.payload().parse() {
            self.wake(AccountId::new(account));
        }
    }

    async fn tell_others(&self, client: &Client, own: &AtomicI32) -> Result<(), tokio_postgres::Error> {
        client
            .batch_execute(&format!("set role {SERVER_ROLE}; listen {CHANNEL}"))
            .await?;
        let pid = client.query_one("select pg_backend_pid()", &[]).await?;
        own.store(pid.get(0), Ordering::Relaxed);
        let notify = format!("select pg_notify('{CHANNEL}', account) from unnest($1::text[]) as account");
        let notify = client.prepare(&notify).await?;
        self.wake_all(); // nobody has heard what was told before
        loop {
            self.is_touched.notified().await;
            let touched = mem::take(&mut *lock(&self.touched));
            let accounts: Vec<String> = touched.iter().map(|account| account.uuid().to_string()).collect();
            if let Err(error) = client.execute(&notify, &[&accounts]).await {
                lock(&self.touched).extend(touched);
                self.is_touched.notify_one();
                return Err(error);
            }
            sleep(TOGETHER).await;
        }
    }
}
