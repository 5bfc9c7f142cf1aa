//! Names of people, companies and things in the German demo account, all invented, and how texts are filled with them.

use super::random::Random;

pub(super) const FIRST_NAMES: &[&str] = &[
    "Alina",
    "Andreas",
    "Ayşe",
    "Beate",
    "Bernd",
    "Björn",
    "Carla",
    "Christoph",
    "Claudia",
    "Dennis",
    "Dörte",
    "Elif",
    "Erik",
    "Eva",
    "Finn",
    "Franziska",
    "Georg",
    "Greta",
    "Hannah",
    "Heiko",
    "Ines",
    "Ingo",
    "Jan",
    "Jutta",
    "Kai",
    "Karin",
    "Lars",
    "Leonie",
    "Malte",
    "Marlene",
    "Matthias",
    "Nadine",
    "Nils",
    "Olga",
    "Oliver",
    "Petra",
    "Rafael",
    "Renate",
    "Simon",
    "Silke",
    "Steffen",
    "Susanne",
    "Thorsten",
    "Tanja",
    "Ulrich",
    "Ute",
    "Viktor",
    "Wiebke",
    "Yannick",
    "Zeynep",
];

pub(super) const LAST_NAMES: &[&str] = &[
    "Ahrens",
    "Bäcker",
    "Behrens",
    "Böhm",
    "Brinkmann",
    "Carstens",
    "Claasen",
    "Dietrich",
    "Ebert",
    "Engel",
    "Fischer",
    "Friedrich",
    "Gerlach",
    "Götz",
    "Groß",
    "Haas",
    "Hansen",
    "Heinemann",
    "Jäger",
    "Jansen",
    "Kaya",
    "Keller",
    "Köhler",
    "Kraus",
    "Lehmann",
    "Lindner",
    "Lorenz",
    "Maier",
    "Martens",
    "Möller",
    "Naumann",
    "Otto",
    "Pohl",
    "Peters",
    "Reuter",
    "Richter",
    "Sauer",
    "Schäfer",
    "Schröder",
    "Seidel",
    "Simon",
    "Stein",
    "Thomsen",
    "Ullrich",
    "Vogt",
    "Weiß",
    "Wendt",
    "Winkler",
    "Yilmaz",
    "Ziegler",
];

pub(super) const COMPANIES: &[&str] = &[
    "Ahlers Getränkelogistik",
    "Alsterwerk Feinmechanik",
    "Bäckerei Brodersen",
    "Baltic Frischfisch",
    "Bergmann Baustoffe",
    "Bremer Kaffeekontor",
    "Deichmann & Tode Spedition",
    "Elbe Papierhandel",
    "Emsland Agrar",
    "Förde Pharma",
    "Gießerei Harkort",
    "Hafenlager Wismar",
    "Hanse Möbelwerke",
    "Harz Mineralbrunnen",
    "Heidekraut Naturkost",
    "Holsten Elektrotechnik",
    "Ilmenau Optik",
    "Jade Windservice",
    "Kieler Bootsbau",
    "Krause Verpackungen",
    "Küstenland Molkerei",
    "Lausitz Textil",
    "Leine Automobilteile",
    "Lübecker Marzipanhaus",
    "Marschland Gemüse",
    "Mecklenburger Holzhandel",
    "Müritz Outdoor",
    "Nordlicht Leuchten",
    "Oder Stahlbau",
    "Ostsee Kühlhaus",
    "Priegnitz Saatgut",
    "Rostocker Werkzeugbau",
    "Saale Medizintechnik",
    "Schlei Räucherei",
    "Schwerin Druck",
    "Spree Büromöbel",
    "Stader Chemiehandel",
    "Sylter Wäschedienst",
    "Teuto Sanitärgroßhandel",
    "Trave Schiffsbedarf",
    "Uckermark Käserei",
    "Unterweser Logistik",
    "Vechta Geflügel",
    "Warnow Reifenhandel",
    "Weser Fahrradwerke",
];

pub(super) const PRODUCTS: &[&str] = &[
    "Palettenregal P40",
    "Schwerlastregal S120",
    "Hubwagen Fjord",
    "Elektrostapler Sturm",
    "Rollenbahn R6",
    "Packtisch Lotse",
    "Schnelllauftor Bö",
    "Verladerampe Deich",
    "Lagerlift Mast",
    "Kommissionierwagen Möwe",
    "Gitterbox-System Hafen",
    "Lagersoftware Kompass",
];

const COMPETITORS: &[&str] = &["Regalia Süd", "Lagermax", "StapelProfi", "Intralog West"];
const WEEKDAYS: &[&str] = &["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag"];
const AMOUNTS: &[&str] = &[
    "8.500 Euro",
    "14.900 Euro",
    "22.000 Euro",
    "37.500 Euro",
    "61.000 Euro",
    "118.000 Euro",
];
const MONTHS: &[&str] = &[
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "September",
    "Oktober",
    "November",
];

/// Whom and what a text is about.
pub(super) struct About<'a> {
    pub(super) contact: &'a str,
    pub(super) company: &'a str,
}

/// One of the texts, with its words in braces filled in.
pub(super) fn text(texts: &[&'static str], about: &About<'_>, random: &mut Random) -> String {
    let mut text = random.pick(texts).to_owned();
    for (word, filling) in [("{kontakt}", about.contact), ("{firma}", about.company)] {
        text = text.replace(word, filling);
    }
    let chosen = [
        ("{produkt}", PRODUCTS),
        ("{konkurrent}", COMPETITORS),
        ("{tag}", WEEKDAYS),
        ("{betrag}", AMOUNTS),
        ("{monat}", MONTHS),
    ];
    for (word, fillings) in chosen {
        if text.contains(word) {
            text = text.replace(word, random.pick(fillings));
        }
    }
    text
}

/// The part of an address that a name becomes: small letters without accents, digits and hyphens.
pub(super) fn address(name: &str) -> String {
    let spelled = name
        .to_lowercase()
        .replace('ä', "ae")
        .replace('ö', "oe")
        .replace('ü', "ue")
        .replace('ß', "ss");
    let spelled = spelled.replace('ş', "s").replace(" & ", "-").replace(' ', "-");
    spelled
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '-' || *c == '.')
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_filled_in() {
        let about = About {
            contact: "Ute Kaya",
            company: "Weser Fahrradwerke",
        };
        let all = text(
            &["{kontakt} {firma} {produkt} {konkurrent} {tag} {betrag} {monat}"],
            &about,
            &mut Random::of(&[1]),
        );
        assert!(
            all.starts_with("Ute Kaya Weser Fahrradwerke ") && !all.contains('{'),
            "{all}"
        );
    }

    #[test]
    fn names_become_addresses() {
        assert_eq!(address("Dörte Weiß"), "doerte-weiss");
        assert_eq!(address("Deichmann & Tode Spedition"), "deichmann-tode-spedition");
    }
}
