//! Connections whose clients take what they are sent: one that takes nothing for too long is cut, whatever it asked for.

use std::future::Future as _;
use std::io::{self, ErrorKind, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

/// A connection that ends when its other end takes nothing for some time.
#[derive(Debug)]
pub struct Patient<C> {
    connection: C,
    patience: Duration,
    waiting: Option<Pin<Box<Sleep>>>,
}

impl<C> Patient<C> {
    /// Waits so long for a write, at most.
    pub fn new(connection: C, patience: Duration) -> Self {
        Self {
            connection,
            patience,
            waiting: None,
        }
    }

    /// What a write came to, or that it has waited for too long.
    fn bounded(&mut self, cx: &mut Context<'_>, write: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        if write.is_ready() {
            self.waiting = None;
            return write;
        }
        let patience = self.patience;
        let waiting = self.waiting.get_or_insert_with(|| Box::pin(sleep(patience)));
        waiting
            .as_mut()
            .poll(cx)
            .map(|()| Err(io::Error::new(ErrorKind::TimedOut, "the client takes nothing")))
    }
}

impl<C: AsyncRead + Unpin> AsyncRead for Patient<C> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.connection).poll_read(cx, into)
    }
}

impl<C: AsyncWrite + Unpin> AsyncWrite for Patient<C> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, from: &[u8]) -> Poll<io::Result<usize>> {
        let write = Pin::new(&mut self.connection).poll_write(cx, from);
        self.bounded(cx, write)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        from: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let write = Pin::new(&mut self.connection).poll_write_vectored(cx, from);
        self.bounded(cx, write)
    }

    fn is_write_vectored(&self) -> bool {
        self.connection.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.connection).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.connection).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, duplex};

    use super::*;

    const PATIENCE: Duration = Duration::from_secs(15);

    #[tokio::test(start_paused = true)]
    async fn who_takes_nothing_is_cut() {
        let (near, _far) = duplex(4);
        let error = Patient::new(near, PATIENCE).write_all(b"more than four").await;
        assert_eq!(error.unwrap_err().kind(), ErrorKind::TimedOut);
    }

    #[tokio::test(start_paused = true)]
    async fn who_takes_little_at_a_time_is_not() {
        let (near, mut far) = duplex(4);
        let mut near = Patient::new(near, PATIENCE);
        let write = async { near.write_all(b"four and four and four").await };
        let read = async {
            let mut taken = [0; 22];
            for place in taken.chunks_mut(2) {
                sleep(Duration::from_secs(14)).await;
                far.read_exact(place).await.unwrap();
            }
            taken
        };
        let (written, taken) = tokio::join!(write, read);
        assert!(written.is_ok());
        assert_eq!(&taken, b"four and four and four");
    }

    #[tokio::test(start_paused = true)]
    async fn who_has_nothing_to_take_is_left_alone() {
        let (near, mut far) = duplex(64);
        let mut near = Patient::new(near, PATIENCE);
        sleep(PATIENCE * 10).await;
        near.write_all(b"late").await.unwrap();
        let mut taken = [0; 4];
        far.read_exact(&mut taken).await.unwrap();
        assert_eq!(&taken, b"late");
    }
}
