//! The task types of the German demo account, and what their tasks are called.

/// A task type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Anruf.
    Call,
    /// E-Mail.
    Mail,
    /// Mittagessen.
    Lunch,
    /// Besprechung.
    Meeting,
    /// Demo.
    Demo,
}

impl Kind {
    /// All of them, in the order in which a new account has the first four.
    pub(super) const ALL: [Self; 5] = [Self::Call, Self::Mail, Self::Lunch, Self::Meeting, Self::Demo];

    /// What it is called.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Call => "Anruf",
            Self::Mail => "E-Mail",
            Self::Lunch => "Mittagessen",
            Self::Meeting => "Besprechung",
            Self::Demo => "Demo",
        }
    }

    /// Its place among all.
    pub(super) const fn place(self) -> usize {
        match self {
            Self::Call => 0,
            Self::Mail => 1,
            Self::Lunch => 2,
            Self::Meeting => 3,
            Self::Demo => 4,
        }
    }

    /// How many tasks of a hundred are of this type.
    pub(super) const fn weight(self) -> u64 {
        match self {
            Self::Call => 44,
            Self::Mail => 26,
            Self::Lunch => 6,
            Self::Meeting => 15,
            Self::Demo => 9,
        }
    }

    /// What tasks are called. Words in braces are filled in.
    pub(super) const fn titles(self) -> &'static [&'static str] {
        match self {
            Self::Call => &[
                "{kontakt} wegen {produkt} anrufen",
                "Angebot {produkt} nachfassen",
                "Erstgespräch mit {kontakt}",
                "Rückfrage zur Lieferzeit klären",
                "Zufriedenheit nach Montage abfragen",
                "{firma}: Bedarf für {monat} erfragen",
                "Wartungsvertrag ansprechen",
            ],
            Self::Mail => &[
                "Prospekt {produkt} an {kontakt} senden",
                "Preisliste an {firma} schicken",
                "Protokoll der Besprechung versenden",
                "Messekontakt {kontakt} anschreiben",
                "Angebot {produkt} per E-Mail erläutern",
                "Termin mit {kontakt} bestätigen",
            ],
            Self::Lunch => &[
                "Mittagessen mit {kontakt}",
                "{kontakt} zum Essen einladen",
                "Jahresgespräch beim Mittagessen mit {firma}",
            ],
            Self::Meeting => &[
                "Besprechung {produkt} bei {firma}",
                "Vertragsbesprechung mit {kontakt}",
                "Vor-Ort-Termin {firma}",
                "Preisverhandlung {produkt}",
                "Quartalsgespräch mit {kontakt}",
            ],
            Self::Demo => &[
                "{produkt} bei {firma} vorführen",
                "Online-Demo {produkt} für {kontakt}",
                "Schauraum-Führung für {firma}",
                "Teststellung {produkt} einrichten",
            ],
        }
    }

    /// What some tasks say in more words.
    pub(super) const fn descriptions(self) -> &'static [&'static str] {
        match self {
            Self::Call => &[
                "Vorher die letzte Bestellung ansehen. Fragen: Bedarf, Zeitplan, wer entscheidet?",
                "Bitte nicht vor 9 Uhr anrufen.",
            ],
            Self::Mail => &[
                "Aktuelle Preisliste verwenden, Rabattstaffel erst auf Nachfrage.",
                "Kopie an den Innendienst.",
            ],
            Self::Lunch => &[
                "Tisch für zwei im Restaurant am Hafen reservieren.",
                "Keine Meeresfrüchte, {kontakt} ist allergisch.",
            ],
            Self::Meeting => &[
                "Unterlagen: Grundriss der Halle, Angebot, Referenzen. Beamer ist vorhanden.",
                "Teilnehmer: {kontakt}, Einkauf, Lagerleitung.",
            ],
            Self::Demo => &[
                "Vorführgerät zwei Tage vorher beim Service reservieren.",
                "Stromanschluss 400 V klären.",
            ],
        }
    }
}
