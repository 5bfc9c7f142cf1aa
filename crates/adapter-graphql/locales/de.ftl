# Was Menschen auf Deutsch lesen. `en.ftl` hat dieselben Nachrichten mit denselben Variablen; ein Test vergleicht sie.
# Zahlen werden mit ihren Ziffern in Gruppen geschrieben: wo das falsch ist, wie bei Jahren, wird ein Text übergeben.

## Anfragen, die nicht ausgeführt werden

unauthenticated = Melden Sie sich mit einem gültigen Token an: Authorization: Bearer to_…
not-json = Senden Sie die Anfrage als application/json in UTF-8.
not-acceptable = Die Antwort ist application/graphql-response+json oder application/json: Nehmen Sie eines davon an.
malformed = Der Inhalt ist keine GraphQL-Anfrage: Senden Sie { "{" }"query": …, "variables": …, "operationName": …{ "}" } als ein JSON-Objekt, oder "documentId" statt "query".
batch = Mehrere Anfragen auf einmal werden nicht beantwortet: Senden Sie jede für sich, oder wählen Sie alles in einem Dokument aus.
body-too-large = Der Inhalt ist größer als { $maximum } Bytes: Senden Sie weniger auf einmal.
body-too-slow = Der Inhalt kam zu langsam: Senden Sie ihn schneller, oder weniger auf einmal.
timed-out = Die Anfrage hat zu lange gedauert: Fragen Sie nach weniger auf einmal oder versuchen Sie es später noch einmal.
busy = Der Dienst ist überlastet oder startet neu: Versuchen Sie es gleich noch einmal.
failed = Bei uns ist etwas schiefgegangen: Nennen Sie Ihrem Support die Kennung der Anfrage, wenn es so bleibt.
report-link-damaged = Der Link ist beschädigt: Öffnen Sie den Bericht noch einmal und verwenden Sie seinen Link, wie er ist.
report-days = Über die Tage dieses Links kann nicht berichtet werden: Öffnen Sie den Bericht noch einmal und wählen Sie andere.
document-missing = Senden Sie das Dokument als `query` oder die Id eines bekannten als `documentId`.
too-many-tokens = Ein Dokument darf höchstens { $maximum } Token haben: Teilen Sie es auf.
too-many-operations = Ein Dokument darf höchstens { $maximum } Operationen haben: Lassen Sie die weg, die nicht ausgeführt werden.
name-too-long = Ein Name im Dokument hat mehr als { $maximum } Buchstaben: Das Schema hat keinen so langen.
nested-too-deeply = Das Dokument schachtelt Klammern { $maximum }-mal und öfter ineinander: Machen Sie es flacher.
too-many-levels = Eine Operation darf höchstens { $maximum } Ebenen von Feldern haben, durch Fragmente hindurch gezählt: Wählen Sie weniger tief aus.
too-many-aliases = Eine Operation darf höchstens { $maximum } Aliasse haben, durch Fragmente hindurch gezählt: Teilen Sie sie auf.
too-many-fields = Eine Operation darf höchstens { $maximum } Felder haben, durch Fragmente hindurch gezählt: Teilen Sie sie auf.
too-many-directives = Eine Operation darf höchstens { $maximum } Direktiven haben, durch Fragmente hindurch gezählt: Teilen Sie sie auf.
fragment-circle = Das Fragment `{ $name }` enthält sich selbst: Lösen Sie den Kreis auf.
too-costly = Die Operation fragt nach { $cost } Knoten; höchstens { $maximum } werden auf einmal geliefert: Fragen Sie nach kleineren Seiten.
rate-limited = Das Token hat seine Punkte verbraucht: Versuchen Sie es in { $seconds } s noch einmal oder fragen Sie nach weniger.
signed-out = Das Token meldet nicht mehr so an wie zuvor: Melden Sie sich neu an.
fell-behind = Ereignisse kamen schneller, als sie abgenommen wurden: Abonnieren Sie erneut, und lesen Sie neu, was sich geändert haben kann.
subscription-of-one = Ein Abonnement fragt nach genau einem Ereignis: Wählen Sie ein Feld.
too-many-streams = Das Token hat so viele Ströme, wie es haben darf: Schließen Sie zuerst einen.
subscription-not-at-once = Ein Abonnement hat viele Antworten: Senden Sie es über einen WebSocket (`graphql-transport-ws`) oder mit `Accept: text/event-stream`.
too-many-at-once = { $maximum } Operationen laufen über diesen Socket: Beenden Sie zuerst eine.
operation-unnamed = Nennen Sie die Operation, die auszuführen ist, in `operationName`: Das Dokument hat mehrere.
operation-unknown = Das Dokument hat keine Operation `{ $name }`: Nennen Sie eine, die es hat.
variable-missing = Die Variable `${ $name }` muss einen Wert haben: Senden Sie einen in `variables`.
introspection-off = Introspektion ist hier ausgeschaltet: Lesen Sie das Schema unter /schema.graphql.
hash-version = Gemerkte Dokumente gibt es nur in Version 1: Senden Sie `"version": 1`.
hash-malformed = `sha256Hash` muss der SHA-256 des Dokuments in 64 hexadezimalen Ziffern sein.
hash-mismatch = `sha256Hash` ist nicht der SHA-256 von `query`: Senden Sie beides vom selben Dokument.
document-unknown = Kein Dokument hat diese Id: Senden Sie eine der Ids aus dem Verzeichnis, das dieser Server ausführt.
document-untrusted = Dieser Server führt nur die Dokumente seines Verzeichnisses aus: Senden Sie die Id eines davon als `documentId`.

## Argumente

argument-cursor = `{ $argument }` muss ein Cursor sein, den diese Liste in dieser Ordnung ausgegeben hat, so wie er ausgegeben wurde.
argument-span-reversed = `{ $argument }` darf nicht enden, bevor es beginnt.
argument-not-together = `{ $argument }` und `{ $other }` schließen einander aus: Geben Sie nur eines davon an.
argument-too-many-spans = `{ $argument }` umfasst mehr als { $maximum } Zeitabschnitte: Wählen Sie eine kürzere Zeit oder längere Abschnitte.
argument-dates = `{ $argument }` muss in den Jahren 0001 bis 9998 liegen.
argument-text = `{ $argument }` muss ein Text von höchstens { $maximum } Zeichen sein.
argument-page-size = `{ $argument }` muss von 1 bis { $maximum } reichen.
argument-time-zone = `{ $argument }` muss ein IANA-Name sein wie `Europe/Berlin`.
argument-too-many-entries = `{ $argument }` darf höchstens { $maximum } Einträge enthalten.

## Was man nicht darf, oder jetzt nicht

forbidden-admin = Dazu sind Sie nicht berechtigt: Bitten Sie einen Admin Ihres Kontos darum.
forbidden-member = Dazu sind Sie nicht berechtigt: Bitten Sie ein Mitglied Ihres Kontos darum.
feature-disabled = Die Aufgabenergebnisse sind nicht in Kraft: Lassen Sie Ergebnisse weg oder bitten Sie einen Admin, sie einzuschalten und Ergebnisse zuzuordnen.
stale = Das wurde inzwischen geändert: Laden Sie es neu und wiederholen Sie dann Ihre Änderung.
already-completed = Diese Aufgabe ist schon erledigt: Öffnen Sie sie zuerst wieder, wenn sich noch etwas ändern soll.
not-completed = Diese Aufgabe ist offen, es gibt nichts wieder zu öffnen: Arbeiten Sie an ihr weiter.
taken = „{ $label }“ ist schon vergeben: Verwenden Sie das Vorhandene oder wählen Sie etwas anderes.
taken-archived = „{ $label }“ ist schon vergeben und archiviert: Holen Sie das Archivierte zurück oder wählen Sie etwas anderes.
types-without-outcomes = Kein Ergebnis bliebe für { $names }: Ordnen Sie überall { $minimum } bis { $maximum } zu.
quoted = „{ $name }“
names-and-more = { $names } und { $more ->
        [one] { $more } weiteren Aufgabentyp
       *[other] { $more } weitere Aufgabentypen
    }
outcome-in-use = Dieses Ergebnis ist bei { $count ->
        [one] { $count } Aufgabe
       *[other] { $count } Aufgaben
    } festgehalten: Archivieren Sie es oder führen Sie es mit einem anderen zusammen.
task-type-in-use = Dieser Aufgabentyp ist bei { $count ->
        [one] { $count } Aufgabe
       *[other] { $count } Aufgaben
    } festgehalten: Archivieren Sie ihn stattdessen.
has-open-tasks = Dieser Aufgabentyp hat noch { $count ->
        [one] { $count } offene Aufgabe
       *[other] { $count } offene Aufgaben
    }: Nennen Sie einen aktiven Aufgabentyp, der sie übernimmt.
outcome-required = Wie ist es gelaufen? Wählen Sie eines der angebotenen Ergebnisse, um diese Aufgabe zu erledigen.
not-assigned = Dieses Ergebnis wird für Aufgaben dieses Typs nicht angeboten: Wählen Sie eines der angebotenen.
confirmation-required = Dafür ist Ihre Bestätigung nötig: Prüfen Sie die Folgen und senden Sie deren Token binnen { $minutes } Minuten.
disable-question = Aufgabenergebnisse ausschalten? Das entfernt { $assignments ->
        [one] { $assignments } Zuordnung eines Ergebnisses
       *[other] { $assignments } Zuordnungen von Ergebnissen
    } bei { $types ->
        [one] { $types } Aufgabentyp
       *[other] { $types } Aufgabentypen
    }; keinem Aufgabentyp können mehr Ergebnisse zugeordnet werden. Beim Erledigen von { $open ->
        [one] { $open } offenen Aufgabe
       *[other] { $open } offenen Aufgaben
    } wird kein Ergebnis mehr verlangt; was bei { $completed ->
        [one] { $completed } erledigten Aufgabe
       *[other] { $completed } erledigten Aufgaben
    } festgehalten ist, bleibt in Verlauf und Berichten.

## Was an einem Wert einer Eingabe falsch ist

blank = Das darf nicht leer sein: Geben Sie etwas ein.
too-long = Das ist zu lang: Kürzen Sie es auf höchstens { $maximum } Zeichen.
too-few = Das sind zu wenige: Nennen Sie mindestens { $minimum } und höchstens { $maximum }.
too-many = Es sind höchstens { $maximum } möglich: Lassen Sie welche weg oder archivieren Sie vorher welche.
repeated = Dieser Eintrag steht schon in der Liste: Nennen Sie ihn nur einmal.
archived = Das ist archiviert: Wählen Sie etwas, das in Gebrauch ist.
last-task-type = Ein Konto behält mindestens einen aktiven Aufgabentyp: Legen Sie zuerst einen anderen an.
last-admin = Ein Konto behält mindestens einen aktiven Administrator: Ernennen Sie zuerst jemand anderen.
no-account = Dieses Konto gibt es nicht: Prüfen Sie die Id oder laden Sie die Liste neu.
no-activity = Diesen Eintrag im Verlauf gibt es nicht: Prüfen Sie die Id oder laden Sie die Liste neu.
no-api-token = Dieses API-Token gibt es nicht: Prüfen Sie die Id oder laden Sie die Liste neu.
no-contact = Diesen Kontakt gibt es nicht: Prüfen Sie die Id oder laden Sie die Liste neu.
no-deal = Diesen Deal gibt es nicht: Prüfen Sie die Id oder laden Sie die Liste neu.
no-outcome = Dieses Ergebnis gibt es nicht: Prüfen Sie die Id oder laden Sie die Liste neu.
no-settings = Diese Einstellungen gibt es nicht: Prüfen Sie die Id oder laden Sie die Liste neu.
no-task = Diese Aufgabe gibt es nicht: Prüfen Sie die Id oder laden Sie die Liste neu.
no-task-type = Diesen Aufgabentyp gibt es nicht: Prüfen Sie die Id oder laden Sie die Liste neu.
no-user = Diesen Benutzer gibt es nicht: Prüfen Sie die Id oder laden Sie die Liste neu.
forbidden-character = Dieser Text enthält Steuerzeichen oder Umbrüche, die hier nicht erlaubt sind: Entfernen Sie sie.
email = Das ist keine E-Mail-Adresse: Geben Sie eine ein wie anna@nord.example.
time-zone = Das ist keine Zeitzone: Geben Sie einen IANA-Namen ein wie Europe/Berlin.
amount = Geben Sie eine Dezimalzahl ein wie 1499.90, mit höchstens 15 Stellen vor und 4 nach dem Punkt.
currency = Das ist keine Währung: Geben Sie einen Code nach ISO 4217 ein wie EUR.
null = Das kann nicht geleert werden: Geben Sie einen Wert ein oder lassen Sie das Feld weg.
due-twice = Eine Aufgabe ist an einem Tag oder zu einem Zeitpunkt fällig: Geben Sie nur eines davon an.
due-out-of-range = Wählen Sie eine Fälligkeit in den Jahren { $first } bis { $last }.
inactive-user = Dieser Benutzer ist nicht aktiv: Wählen Sie einen aktiven.
already-enabled = Die Aufgabenergebnisse sind schon in Kraft: Speichern Sie die Zuordnungen, statt einzuschalten.
not-in-future = Dieser Zeitpunkt ist vorbei: Wählen Sie einen in der Zukunft.
same-task-type = Ein Aufgabentyp kann seine eigenen Aufgaben nicht übernehmen: Wählen Sie einen anderen.
same-outcome = Ein Ergebnis kann nicht an seine eigene Stelle treten: Wählen Sie ein anderes.
merged-outcome = Dieses Ergebnis wurde mit einem anderen zusammengeführt: Verwenden Sie das andere.
not-all-task-types = Das sind nicht alle aktiven Aufgabentypen: Laden Sie die Liste neu und nennen Sie jeden einmal.
starter-set-twice = Wählen Sie zwischen den Vorschlägen und eigenen Zuordnungen: Geben Sie nur eines davon an.
key-reused = Dieser Schlüssel wurde schon mit einer anderen Eingabe gesendet: Senden Sie zu einer neuen Eingabe einen neuen.

## Überschriften im Verlauf

entry-of-named = { $thing } „{ $name }“ { $done }
entry-of-unnamed = { $thing }: { $done }
entry-of-many = { $thing } { $done }
erased-contact = Gelöschter Kontakt
thing-outcome = Aufgabenergebnis
thing-settings = Aufgabenergebnisse
thing-task-type = Aufgabentyp
thing-account = Konto
thing-api-token = API-Token
thing-contact = Kontakt
thing-report = Aufgabenübersichtsbericht
thing-deal = Deal
thing-user = Benutzer
done-created = angelegt
done-updated = geändert
done-archived = archiviert
done-unarchived = wiederhergestellt
done-merged = zusammengeführt
done-moved = verschoben
done-completed = erledigt
done-reopened = wieder geöffnet
done-corrected = berichtigt
done-deleted = gelöscht
done-revoked = widerrufen
done-switched-on = eingeschaltet
done-switched-off = ausgeschaltet
done-assignments-saved = Zuordnungen gespeichert
done-exported = exportiert
done-imported = importiert
done-erased = Daten gelöscht

## Werte vor und nach einer Änderung

value-positive = positiv
value-neutral = neutral
value-negative = negativ
value-open = offen
value-won = gewonnen
value-lost = verloren
value-admin = Administrator
value-member = Mitglied
value-yes = ja
value-no = nein

## Zeilen des Berichts

row-contacts = Kontakte
row-deals = Deals
row-positive = Positiv
row-neutral = Neutral
row-negative = Negativ
row-no-outcome = Ohne Ergebnis
row-nobody = Niemand
