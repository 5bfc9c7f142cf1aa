//! Counts the ways to PostgreSQL and back: how often a client waits for an answer before it says more.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _},
    net::{TcpListener, TcpStream, UnixStream},
    time::timeout,
};
use tokio_postgres::{Config, config::Host};

/// Longer than what was said last takes to come to a way.
pub(crate) const QUIET: Duration = Duration::from_millis(200);
/// A client that has said nothing for so long waits for an answer.
const SILENCE: Duration = Duration::from_millis(50);

/// Stands between clients and the server: answers are held back until the client has said all it can say without them.
#[derive(Clone, Default)]
pub(crate) struct Ways(Arc<AtomicUsize>);

impl Ways {
    /// The URL that leads through it to the server of another one.
    pub(crate) fn to(&self, url: &str) -> String {
        let config: Config = url.parse().unwrap();
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let address = listener.local_addr().unwrap();
        let (user, database) = (config.get_user().unwrap(), config.get_dbname().unwrap());
        let through = format!("postgres://{user}@{address}/{database}");
        let ways = self.clone();
        drop(spawned(async move {
            let listener = TcpListener::from_std(listener).unwrap();
            loop {
                let (client, _) = listener.accept().await.unwrap();
                drop(spawned(ways.clone().pass(client, config.clone())));
            }
        }));
        through
    }

    /// How many ways were taken so far. What was said without waiting for an answer comes to one only after a silence.
    pub(crate) fn taken(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }

    async fn pass(self, client: TcpStream, config: Config) {
        let port = config.get_ports().first().copied().unwrap_or(5432);
        match &config.get_hosts()[0] {
            Host::Tcp(host) => {
                let server = TcpStream::connect((host.as_str(), port)).await.unwrap();
                self.between(client, server).await;
            }
            Host::Unix(folder) => {
                let socket = folder.join(format!(".s.PGSQL.{port}"));
                self.between(client, UnixStream::connect(socket).await.unwrap())
                    .await;
            }
        }
    }

    async fn between(self, mut client: TcpStream, mut server: impl AsyncRead + AsyncWrite + Unpin) {
        let (mut said, mut answered) = (vec![0; 64 * 1024], vec![0; 64 * 1024]);
        loop {
            tokio::select! {
                read = client.read(&mut said) => {
                    let mut read = read.unwrap_or(0);
                    while read > 0 && server.write_all(&said[..read]).await.is_ok() {
                        match timeout(SILENCE, client.read(&mut said)).await {
                            Ok(more) => read = more.unwrap_or(0),
                            Err(_) => break,
                        }
                    }
                    if read == 0 {
                        return;
                    }
                    self.0.fetch_add(1, Ordering::Relaxed);
                }
                read = server.read(&mut answered) => match read {
                    Ok(read) if read > 0 && client.write_all(&answered[..read]).await.is_ok() => {}
                    _ => return,
                },
            }
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "ends with the test")]
fn spawned(work: impl Future<Output = ()> + Send + 'static) -> tokio::task::JoinHandle<()> {
    tokio::spawn(work)
}
