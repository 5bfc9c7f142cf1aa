//! As much of PostgreSQL's protocol as a start needs: open a session without password, run one statement.

use std::io;
use std::path::Path;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::UnixStream;
use tokio::time::timeout;

/// Version 3.0, which every supported server speaks.
const PROTOCOL: i32 = 3 << 16;
/// No message we wait for is longer; a longer one is no PostgreSQL.
const LONGEST_MESSAGE: usize = 1 << 20;
/// A healthy server opens a session in milliseconds.
const PATIENCE: Duration = Duration::from_secs(10);

#[derive(Debug)]
pub(crate) enum WireError {
    Io(io::Error),
    /// With the SQLSTATE.
    Refused(String),
}

impl From<io::Error> for WireError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Whether the server opens a session.
pub(crate) async fn ping(socket: &Path, user: &str) -> Result<(), WireError> {
    let opening = Session::open(socket, user, "postgres");
    timeout(PATIENCE, opening)
        .await
        .map_err(|_| io::Error::from(io::ErrorKind::TimedOut))??;
    Ok(())
}

/// Runs one statement whose rows do not matter.
pub(crate) async fn execute(socket: &Path, user: &str, database: &str, sql: &str) -> Result<(), WireError> {
    let mut session = Session::open(socket, user, database).await?;
    session.send(b'Q', &zero_ended(&[sql])?).await?;
    session.until_ready().await?;
    session.send(b'X', &[]).await
}

struct Session {
    stream: UnixStream,
}

impl Session {
    async fn open(socket: &Path, user: &str, database: &str) -> Result<Self, WireError> {
        let mut session = Self {
            stream: UnixStream::connect(socket).await?,
        };
        let mut body = PROTOCOL.to_be_bytes().to_vec();
        body.extend(zero_ended(&["user", user, "database", database, ""])?);
        session.stream.write_all(&with_length(&body)?).await?;
        session.until_ready().await?;
        Ok(session)
    }

    async fn send(&mut self, kind: u8, body: &[u8]) -> Result<(), WireError> {
        let mut message = vec![kind];
        message.extend(with_length(body)?);
        Ok(self.stream.write_all(&message).await?)
    }

    /// Reads on to «ready for query»; a refused session ends without one.
    async fn until_ready(&mut self) -> Result<(), WireError> {
        let mut refusal = None;
        loop {
            let (kind, body) = match self.receive().await {
                Ok(message) => message,
                Err(broken) => return Err(refusal.map_or(broken, WireError::Refused)),
            };
            match kind {
                b'E' => refusal = Some(sqlstate(&body)),
                b'R' if body != [0; 4] => return Err(invalid("asks for a password")),
                b'Z' => return refusal.map_or(Ok(()), |code| Err(WireError::Refused(code))),
                _ => (),
            }
        }
    }

    async fn receive(&mut self) -> Result<(u8, Vec<u8>), WireError> {
        let kind = self.stream.read_u8().await?;
        let length = usize::try_from(self.stream.read_i32().await?)
            .ok()
            .and_then(|length| length.checked_sub(4));
        let length = length
            .filter(|length| *length <= LONGEST_MESSAGE)
            .ok_or_else(|| invalid("is no PostgreSQL"))?;
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).await?;
        Ok((kind, body))
    }
}

fn with_length(body: &[u8]) -> Result<Vec<u8>, WireError> {
    let length = i32::try_from(body.len() + 4).map_err(|_| invalid("is sent too much"))?;
    Ok([&length.to_be_bytes(), body].concat())
}

fn zero_ended(texts: &[&str]) -> Result<Vec<u8>, WireError> {
    if texts.iter().any(|text| text.contains('\0')) {
        return Err(invalid("is sent a zero byte"));
    }
    Ok(texts.iter().flat_map(|text| text.bytes().chain([0])).collect())
}

fn invalid(what: &'static str) -> WireError {
    WireError::Io(io::Error::new(
        io::ErrorKind::InvalidData,
        format!("the other side {what}"),
    ))
}

/// The field `C` of an error message.
fn sqlstate(body: &[u8]) -> String {
    let code = body
        .split(|byte| *byte == 0)
        .find_map(|field| field.strip_prefix(b"C"));
    String::from_utf8_lossy(code.unwrap_or(b"XX000")).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_of_an_error_is_found_among_its_fields() {
        assert_eq!(sqlstate(b"SERROR\0VERROR\0C42P04\0Mdatabase exists\0\0"), "42P04");
        assert_eq!(sqlstate(b"\0"), "XX000");
    }

    #[test]
    fn a_zero_byte_cannot_smuggle_a_parameter() {
        assert!(zero_ended(&["user", "a\0b"]).is_err());
    }
}
