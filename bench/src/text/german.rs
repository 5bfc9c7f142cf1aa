//! German, where words grow together.

use super::Lexicon;

pub(super) static LEXICON: Lexicon = Lexicon {
    firsts: "Vertrags Angebots Preis Liefer Projekt Kunden Rechnungs Wartungs Service Produkt Lager Montage \
        Maschinen Anlagen Qualitäts Termin Besprechungs Schulungs Bestell Versand Rahmen Rabatt Zahlungs \
        Garantie Prüf Test Software Daten Netzwerk Energie Holz Metall Stahl Kunststoff Glas Möbel Küchen \
        Büro Hallen Dach Fenster Tür Boden Werkzeug Ersatzteil Fahrzeug Transport Verpackungs Material \
        Rohstoff Einkaufs Verkaufs Vertriebs Marketing Messe Muster Katalog Muster Fertigungs Serien Sonder \
        Groß Klein Neu Alt Jahres Quartals Monats Wochen Tages Sommer Winter Herbst Frühjahrs Auslands \
        Inlands Export Import Zoll Steuer Versicherungs Haftungs Rechts Personal Ausbildungs Sicherheits \
        Brandschutz Umwelt Klima Heizungs Lüftungs Elektro Sanitär Pumpen Motoren Getriebe Lackier Schweiß \
        Dreh Fräs Bohr Schleif Mess Regel Steuerungs Signal Funk Kabel Leitungs Speicher Server Lizenz \
        Nutzer Partner Händler Lieferanten Hersteller Gebäude Grundstücks Miet Leasing Finanzierungs Kredit \
        Förder Forschungs Entwicklungs Labor Medizin Pflege Lebensmittel Getränke Papier Druck Textil Leder \
        Chemie Farben Kosmetik Garten Landmaschinen Saatgut Futtermittel Tier Schiffs Bahn Flug Hafen \
        Straßen Brücken Tunnel Wasser Abwasser Recycling",
    middles: "verlängerungs änderungs planungs abstimmungs freigabe prüfungs übergabe erweiterungs umstellungs \
        einführungs abnahme abrechnungs auswertungs beratungs bewertungs steuerungs verwaltungs übersichts \
        vorbereitungs nachbereitungs verhandlungs vergleichs kosten mengen größen farb typen varianten \
        reihen stufen zeit raum flächen last leistungs fehler schadens ausfall reserve notfall bereitschafts \
        standort filial gruppen team leitungs grund detail haupt neben rest teil gesamt einzel mehr",
    lasts: "besprechung termin angebot anfrage unterlagen vertrag liste plan bericht protokoll muster rechnung \
        bestellung lieferung reklamation rückfrage entwurf konzept vorschlag vergleich übersicht auswertung \
        analyse studie prüfung abnahme freigabe übergabe schulung einweisung beratung planung vorlage kopie \
        datei mappe akte ordner zeichnung skizze tabelle kalkulation schätzung prognose frist phase stufe \
        reihe serie gruppe abteilung leitung stelle gesellschaft verwaltung verteilung umstellung \
        erweiterung verlängerung kündigung zusage absage antwort meldung warnung mahnung zahlung gutschrift \
        rate rabatt zuschlag gebühr pauschale garantie haftung versicherung lizenz nutzung wartung reparatur \
        montage demontage inbetriebnahme stilllegung verpackung palette ladung sendung abholung anlieferung \
        entladung kontrolle messung kalibrierung justierung anpassung änderung korrektur nachricht notiz \
        broschüre präsentation vorführung messe ausstellung führung besichtigung begehung ortung strecke \
        fläche halle werkstatt lager regal schrank tisch gerät maschine anlage steuerung pumpe ventil motor \
        getriebe",
    joiner: "",
    first_names: "Alina Andreas Ayşe Beate Bernd Björn Carla Christoph Claudia Dennis Dörte Elif Erik Eva Finn \
        Franziska Georg Greta Hannah Heiko Ines Ingo Jan Jutta Kai Karin Lars Leonie Malte Marlene Matthias \
        Nadine Nils Olga Oliver Petra Rafael Renate Simon Silke Steffen Susanne Thorsten Tanja Ulrich Ute \
        Viktor Wiebke Yannick Zeynep Jürgen Käthe Lukas Mia Noah Rüdiger Sören Uwe Volker Walter",
    name_beginnings: "Berg Stein Hof Linden Rosen Wald Wein Sommer Winter Neu Alt Ober Nieder Hinter Mittel Brand Eich \
        Buch Birken Tannen Kirch Burg Schloss Mühl Bach Fluss See Moor Heide Feld Korn Gersten Hafer Kohl \
        Reb Hopf Salz Eisen Silber Gold Kupfer Schmied Wagen Rad Zimmer Dach Fenster Thal Höhen Grün Weiß \
        Schwarz Roth Blau Lange Kurz Groß Klein Hoch Tief",
    name_ends: "mann er meier bach berger hofer müller bauer ke ling ner städt hausen feld wald stein brunn kamp \
        horst dorf au ecker eder huber lein ig sen sohn rath wirth lander hardt brecht fried bold win mar \
        old egger inger auer",
    company_beginnings: "Nord Süd Ost West Rhein Main Elb Weser Donau Isar Spree Neckar Mosel Alpen Harz Taunus Eifel Ostsee \
        Hanse Stern Adler Falken Löwen Bären Hirsch Drei Vier Sieben Gold Silber Eisen Stahl Holz Glas \
        Kristall Licht Sonnen Mond Wind Wolken Blitz Tech Data Inno Pro Uni Omni Euro Inter Trans Medi Agro \
        Bio Öko",
    company_ends: "bau werk tec druck metall holz glas plast chem pharm food trans log net soft systems data med vita \
        agrar garten haus raum möbel küchen licht strom kraft energie wasser pumpen motor achs dreh form \
        guss stahl tor dach boden wand farben lack papier pack print",
    company_forms: &["GmbH", "AG", "GmbH & Co. KG", "OHG", "KG", "eG"],
    titles: &[
        "{n} vorbereiten",
        "{n} mit {c} abstimmen",
        "{p} wegen {n} anrufen",
        "{n} und {n} besprechen",
        "{o} nachfassen",
        "{n} an {c} senden",
        "Termin mit {p}: {n}",
        "{n} für {x} klären",
        "{c} zu {n} befragen",
        "{n} bis {d} einholen",
        "Rückruf {p}, {n}",
        "{n} prüfen und {n} freigeben",
    ],
    updates: &[
        "Update {n} für {c}",
        "Update zu {n} geben",
        "Update {x}: {n}",
        "Monatliches Update mit {p}",
    ],
    workshops: &["Workshop {n} mit {c}", "Workshop zu {n} planen"],
    budgets: &[
        "Budget {n} mit {c} klären",
        "Budget für {x} erfragen",
        "Budget {d}: {n}",
    ],
    supports: &[
        "Support {n} für {c}",
        "Support zu {x} übergeben",
        "Support-Fall {o} besprechen",
    ],
    both: &["Support und Budget {n} mit {c}"],
    notes: &[
        "Hat nach {n} gefragt und will bis {d} entscheiden.",
        "{n} und {n} besprochen, {p} kümmert sich um {n}.",
        "Das Angebot {o} über {m} liegt vor, die {n} fehlt noch.",
        "Ansprechpartner ist jetzt {p} ({e}).",
        "Wünscht ein Muster von {x} und die {n}.",
        "Der Termin am {d} passt, es geht um {n}.",
        "Preis von {m} ist zu hoch, vergleicht mit {c}.",
        "Keine Zeit, soll am {d} noch einmal angerufen werden.",
        "Die {n} war sehr hilfreich, als nächstes folgt die {n}.",
        "Unzufrieden mit der {n}, möchte eine Gutschrift über {m}.",
        "Bestellung {o} kommt nach der {n}.",
        "Schickt die {n} per E-Mail an {e}.",
        "Interesse an {x}, Bedarf etwa {m} im Jahr.",
        "Entscheidung liegt bei {p}, vorher {n} mit {c}.",
        "Wir haben lange über {n} gesprochen.",
        "Hohe Straße 7, Einfahrt über den Hof, {p} fragen.",
        "Darüber hinaus soll die {n} bis {d} fertig sein.",
        "Zufrieden, keine offenen Punkte außer der {n}.",
    ],
    rare: "Standort Kranichfeld besichtigt, {n} aufgenommen.",
    singular: "Treffpunkt ist das Gasthaus Quittenbaum.",
    reasons: &[
        "Versehentlich abgeschlossen",
        "Der Kunde hat sich noch einmal gemeldet",
        "Es fehlte noch etwas",
    ],
    deals: &["{n} {c}", "{x} für {c}", "{n} und {n}"],
    stages: &[
        "Erstgespräch",
        "Bedarf geklärt",
        "Angebot gelegt",
        "In Verhandlung",
        "Zusage mündlich",
    ],
    task_types: [
        (
            "Anruf",
            [
                "+Termin vereinbart",
                "Nicht erreicht",
                "Rückruf gewünscht",
                "+Interesse geweckt",
                "-Kein Bedarf",
            ],
        ),
        (
            "E-Mail",
            [
                "+Antwort erhalten",
                "Unterlagen gesendet",
                "Keine Antwort",
                "+Weitergeleitet an Entscheider",
                "-Abgemeldet",
            ],
        ),
        (
            "Besprechung",
            [
                "+Nächster Schritt vereinbart",
                "Verschoben",
                "+Einigung erzielt",
                "Offene Punkte notiert",
                "-Ohne Ergebnis",
            ],
        ),
        (
            "Mittagessen",
            [
                "+Beziehung vertieft",
                "Gut unterhalten",
                "+Empfehlung erhalten",
                "Kurzfristig abgesagt",
                "-Wechsel angekündigt",
            ],
        ),
        (
            "Vorführung",
            [
                "+Begeistert",
                "Nachfragen offen",
                "+Teststellung gewünscht",
                "Technisch gescheitert",
                "-Passt nicht",
            ],
        ),
        (
            "Angebot nachfassen",
            [
                "+Zusage mündlich",
                "In Prüfung",
                "Nachverhandlung",
                "+Auftrag erteilt",
                "-Abgelehnt",
            ],
        ),
        (
            "Vertragsverhandlung",
            [
                "+Unterschrieben",
                "Bei der Rechtsabteilung",
                "Zugeständnis gemacht",
                "+Verlängert",
                "-Abgebrochen",
            ],
        ),
        (
            "Kundenbesuch",
            [
                "+Neue Möglichkeit entdeckt",
                "Stand aufgenommen",
                "+Zusatzverkauf",
                "Niemand angetroffen",
                "-Beschwerde entgegengenommen",
            ],
        ),
        (
            "Reklamation",
            [
                "+Gelöst",
                "In Klärung",
                "Gutschrift erteilt",
                "+Kunde versöhnt",
                "-Kunde verloren",
            ],
        ),
        (
            "Mahnung",
            [
                "+Bezahlt",
                "Ratenzahlung vereinbart",
                "Frist verlängert",
                "Strittig",
                "-An Inkasso übergeben",
            ],
        ),
        (
            "Messegespräch",
            [
                "+Kontakt aufgenommen",
                "Visitenkarte erhalten",
                "+Musterbestellung",
                "Später wieder melden",
                "-Wettbewerber",
            ],
        ),
        (
            "Einarbeitung",
            [
                "+Abgeschlossen",
                "Teilweise erledigt",
                "+Weiterempfohlen",
                "Neuer Termin nötig",
                "-Nicht erschienen",
            ],
        ),
    ],
};
