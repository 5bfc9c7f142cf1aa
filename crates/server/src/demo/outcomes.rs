//! The outcomes of the German demo account: for which types, how often, and what people note.

use domain::Sentiment::{self, Negative, Neutral, Positive};

use super::kinds::Kind::{self, Call, Demo, Lunch, Mail, Meeting};

/// An outcome as the demo uses it.
pub(super) struct Outcome {
    pub(super) label: &'static str,
    pub(super) sentiment: Sentiment,
    /// The types that offer it, and how often it is chosen there.
    pub(super) of: &'static [(Kind, u64)],
    /// What is noted on completing. Words in braces are filled in.
    pub(super) notes: &'static [&'static str],
}

impl Outcome {
    /// How often it is chosen for tasks of this type; 0 where it is not on offer.
    pub(super) fn weight(&self, kind: Kind) -> u64 {
        let found = self.of.iter().find(|(offering, _)| *offering == kind);
        found.map_or(0, |(_, weight)| *weight)
    }
}

/// All of them, in the order in which types offer them.
pub(super) const OUTCOMES: [Outcome; 16] = [
    Outcome {
        label: "Besprechung geplant",
        sentiment: Positive,
        of: &[(Call, 15), (Lunch, 26), (Mail, 12)],
        notes: &[
            "Besprechungstermin am {tag} um 10 Uhr vereinbart, {kontakt} bringt die Technik mit.",
            "Wir treffen uns am {tag} bei {firma}, Einladung ist verschickt.",
            "{kontakt} möchte {produkt} im Detail durchgehen. Termin steht für {tag}.",
            "Vor-Ort-Termin am {tag} mit Einkauf und Lagerleitung.",
        ],
    },
    Outcome {
        label: "Interessiert",
        sentiment: Positive,
        of: &[(Call, 13), (Mail, 14), (Lunch, 22), (Demo, 26)],
        notes: &[
            "{kontakt} findet {produkt} interessant, braucht aber noch die Maße der Halle.",
            "Großes Interesse an {produkt}, will intern mit der Geschäftsführung sprechen.",
            "Fragt nach Referenzen aus der Lebensmittelbranche. Schicke ich bis {tag}.",
            "Interesse ist da, aber frühestens im {monat} wird entschieden.",
        ],
    },
    Outcome {
        label: "Angebot angefordert",
        sentiment: Positive,
        of: &[(Call, 9), (Mail, 16), (Meeting, 20), (Demo, 18)],
        notes: &[
            "Bitte Angebot über {produkt} bis {tag}, mit und ohne Montage.",
            "{firma} will ein Angebot mit Wartungsvertrag über drei Jahre.",
            "Angebot über rund {betrag} gewünscht, Zahlungsziel 30 Tage.",
            "Möchte zwei Varianten von {produkt} vergleichen, Lieferzeit ist entscheidend.",
        ],
    },
    Outcome {
        label: "Kaufzusage",
        sentiment: Positive,
        of: &[(Call, 3), (Meeting, 17), (Lunch, 10), (Demo, 11)],
        notes: &[
            "Zusage für {produkt}! Auftrag kommt schriftlich bis {tag}.",
            "{kontakt} hat mündlich zugesagt, Volumen {betrag}. Auftragsbestätigung vorbereiten.",
            "Abschluss! Liefertermin {monat}, Anzahlung 30 Prozent vereinbart.",
            "Bestellt nach Freigabe durch die Geschäftsführung, drei Prozent Skonto zugesagt.",
        ],
    },
    Outcome {
        label: "Demo vereinbart",
        sentiment: Positive,
        of: &[(Call, 8), (Mail, 9), (Meeting, 9)],
        notes: &[
            "Vorführung von {produkt} am {tag} in unserem Schauraum in Lübeck.",
            "Online-Demo am {tag}, {kontakt} lädt die Kollegen aus der Logistik ein.",
            "Will {produkt} erst einmal sehen, bevor über Preise gesprochen wird.",
        ],
    },
    Outcome {
        label: "Rückruf gewünscht",
        sentiment: Neutral,
        of: &[(Call, 13), (Mail, 8)],
        notes: &[
            "Rückruf am {tag} nach 14 Uhr, vorher in der Inventur.",
            "War auf dem Sprung, bittet um Rückruf unter der Mobilnummer.",
            "Soll im {monat} noch einmal anrufen, dann steht das Budget.",
        ],
    },
    Outcome {
        label: "Nicht erreicht",
        sentiment: Neutral,
        of: &[(Call, 16)],
        notes: &[
            "Dreimal versucht, niemand hebt ab.",
            "Laut Zentrale im Urlaub bis {tag}.",
            "Durchwahl besetzt, versuche es am {tag} wieder.",
        ],
    },
    Outcome {
        label: "Mailbox besprochen",
        sentiment: Neutral,
        of: &[(Call, 8)],
        notes: &[
            "Auf die Mailbox gesprochen und um Rückruf wegen {produkt} gebeten.",
            "Mailbox, zusätzlich kurze SMS geschickt.",
        ],
    },
    Outcome {
        label: "Unterlagen geschickt",
        sentiment: Neutral,
        of: &[(Call, 7), (Mail, 20)],
        notes: &[
            "Prospekt und Preisliste zu {produkt} geschickt.",
            "Datenblatt und Montageanleitung an {kontakt} gesendet, hake am {tag} nach.",
            "Referenzliste und Fotos der Anlage in der Hafenstraße geschickt.",
        ],
    },
    Outcome {
        label: "Abwesenheitsnotiz erhalten",
        sentiment: Neutral,
        of: &[(Mail, 9)],
        notes: &[
            "Automatische Antwort: zurück am {tag}.",
            "In Elternzeit, Vertretung übernimmt der Einkauf.",
        ],
    },
    Outcome {
        label: "Vertagt",
        sentiment: Neutral,
        of: &[(Meeting, 11), (Lunch, 12), (Demo, 8)],
        notes: &[
            "Verschoben auf {tag}, {kontakt} ist krank.",
            "Entscheidung auf {monat} vertagt, Hallenneubau verzögert sich.",
            "Kurzfristig abgesagt, neuer Vorschlag ist unterwegs.",
        ],
    },
    Outcome {
        label: "Weiteres Gespräch nötig",
        sentiment: Neutral,
        of: &[(Meeting, 20), (Lunch, 20), (Demo, 15)],
        notes: &[
            "Statik und Bodenlast müssen geklärt werden, Termin mit dem Bauleiter folgt.",
            "Datenschutz und Anbindung an das Warenwirtschaftssystem sind noch offen.",
            "{kontakt} will beim nächsten Mal den Betriebsrat dabeihaben.",
            "Preis zu hoch im Vergleich zu {konkurrent}, wir rechnen noch einmal.",
        ],
    },
    Outcome {
        label: "Kein Interesse",
        sentiment: Negative,
        of: &[(Call, 9), (Mail, 9), (Meeting, 7), (Lunch, 6), (Demo, 8)],
        notes: &[
            "Kein Bedarf, Lager wurde erst vor zwei Jahren modernisiert.",
            "{kontakt} möchte nicht mehr kontaktiert werden.",
            "Sieht keinen Vorteil gegenüber der jetzigen Lösung.",
        ],
    },
    Outcome {
        label: "Falscher Ansprechpartner",
        sentiment: Negative,
        of: &[(Call, 5), (Mail, 4)],
        notes: &[
            "Nicht mehr zuständig, Nachfolge ist noch offen.",
            "Zuständig ist die Zentrale in Kassel, Name wird nachgereicht.",
        ],
    },
    Outcome {
        label: "Budget gestrichen",
        sentiment: Negative,
        of: &[(Call, 4), (Meeting, 8), (Demo, 6)],
        notes: &[
            "Investitionsstopp bis {monat}, danach wieder melden.",
            "Budget für {produkt} wurde in der Planung gestrichen.",
        ],
    },
    Outcome {
        label: "Wettbewerber gewählt",
        sentiment: Negative,
        of: &[(Mail, 4), (Meeting, 8), (Demo, 8)],
        notes: &[
            "Auftrag ging an {konkurrent}, ausschlaggebend war die Lieferzeit.",
            "{konkurrent} war rund acht Prozent günstiger. Wartung bleibt ein Thema.",
            "Hat sich für {konkurrent} entschieden, Rahmenvertrag über zwei Jahre.",
        ],
    },
];

/// What people add to any note.
pub(super) const DETAILS: &[&str] = &[
    "Ansprechpartner für die Technik ist der Lagerleiter.",
    "Parkplatz nur über die Zufahrt Gießereistraße.",
    "Hat im {monat} eine neue Halle in Bremerhaven.",
    "Nutzt bisher {konkurrent} und ist mit dem Service unzufrieden.",
    "Rabatt ab drei Stück angesprochen, nichts zugesagt.",
    "Will Finanzierung über Leasing prüfen.",
    "Brandschutzauflagen beachten, Sprinkler ist vorhanden.",
    "Kam über die Messe LogiMAT auf uns.",
    "Übergabe an den Innendienst für die Terminbestätigung.",
    "Schwerlastregale sind ebenfalls ein Thema.",
    "Fördermittel für energieeffiziente Geräte sind beantragt.",
    "Sprach von Lieferengpässen bei Ersatzteilen.",
];

/// Why completed tasks were opened again.
pub(super) const REASONS: &[&str] = &[
    "Versehentlich abgeschlossen",
    "Falsches Ergebnis ausgewählt",
    "Kunde hat sich doch noch gemeldet",
    "Termin wurde nachträglich verschoben",
];
