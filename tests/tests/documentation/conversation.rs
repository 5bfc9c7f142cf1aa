//! What client and server say to each other on a WebSocket: `>` says the client, `<` the server.

use std::{fmt::Write as _, time::Duration};

use acceptance::{Client, Socket, Team, Value, json, sockets::PROTOCOL, steps::*, text};
use tokio::time::timeout;

use crate::{layout, names::Names};

/// How long an event of a probe is waited for before the next probe: nobody says that a subscription has begun.
const A_MOMENT: Duration = Duration::from_millis(100);

/// More than anything takes, even on a machine that is busy with something else.
const LONG: Duration = Duration::from_mins(1);

/// A socket, and who talks.
pub(crate) struct Conversation {
    socket: Socket,
    token: String,
}

impl Conversation {
    pub(crate) async fn open(client: &Client) -> Self {
        Self {
            socket: Socket::open(client.url(), &[PROTOCOL]).await.unwrap(),
            token: client.token().to_owned(),
        }
    }

    /// Says what the client says, and shows the lines with what the server really says.
    pub(crate) async fn go_on(&mut self, lines: &str, team: &Team, names: &mut Names) -> String {
        let mut shown = String::new();
        for line in lines.lines() {
            if let Some(said) = line.strip_prefix("> ") {
                let said = names.revealed(said).replace("$TOKEN", &self.token);
                let message: Value = serde_json::from_str(&said).unwrap_or_else(|e| panic!("{line}: {e}"));
                let begins = message["type"] == "subscribe"
                    && text(&message["payload"]["query"]).starts_with("subscription");
                self.socket.say(message).await;
                if begins {
                    self.begin(team).await;
                }
                writeln!(shown, "{line}").unwrap();
            } else if line.starts_with("< ") {
                let heard = self.heard().await;
                // The `id` of a message is the client's own.
                names.learn(&heard["payload"]);
                let heard = layout::lines(&names.hidden(&heard));
                writeln!(shown, "< {}", heard.replace('\n', "\n  ")).unwrap();
            }
            // Other lines go on with what the server said.
        }
        shown
    }

    /// The next message. The server gives signs of life for as long as one likes, so there is an end to waiting.
    async fn heard(&mut self) -> Value {
        let heard = timeout(LONG, self.socket.hear()).await;
        heard
            .expect("something before long")
            .expect("a message, not the end")
    }

    /// Waits until the subscription tells what happens, by tasks that nobody else looks at: it must select `task { title }`.
    async fn begin(&mut self, team: &Team) {
        for number in 0..600 {
            let probe = format!("Probe {number}");
            let input = json!({ "title": probe, "taskTypeId": team.type_id("Call").await, "subject": { "dealId": team.deal } });
            succeeded(&create_task(team.admin(), input).await);
            if let Ok(event) = timeout(A_MOMENT, self.socket.hear()).await {
                let mut event = event.expect("an event");
                while !event.to_string().contains(&format!("\"{probe}\"")) {
                    assert_eq!(event["type"], "next", "{event}");
                    event = self.heard().await;
                }
                return;
            }
        }
        panic!("the subscription does not begin");
    }
}
