# What people read in English. `de.ftl` has the same messages with the same variables; a test compares them.
# Numbers are written with their digits in groups: pass a text where that is wrong, as with years.

## Requests that are not run

unauthenticated = Sign in with a valid token: Authorization: Bearer to_…
not-json = Send the request as application/json in UTF-8.
not-acceptable = The answer is application/graphql-response+json or application/json: accept one of them.
malformed = The body is no GraphQL request: send { "{" }"query": …, "variables": …, "operationName": …{ "}" } as one JSON object, or "documentId" instead of "query".
batch = Batches are not answered: send each request by itself, or select all you want in one document.
body-too-large = The body is larger than { $maximum } bytes: send less at once.
body-too-slow = The body came too slowly: send it faster, or less at once.
timed-out = The request took too long: ask for less at once, or try again later.
busy = The service is overloaded or restarting: try again soon.
failed = Something went wrong on our side: tell your support the request id if it goes on.
report-link-damaged = The link is damaged: open the report again and use its link as it is.
report-days = The days of this link cannot be reported: open the report again and choose others.
document-missing = Send the document as `query`, or the id of a known one as `documentId`.
too-many-tokens = A document may have at most { $maximum } tokens: split it up.
too-many-operations = A document may have at most { $maximum } operations: leave out those that are not run.
name-too-long = A name in the document has more than { $maximum } letters: the schema has none as long.
nested-too-deeply = The document nests brackets within brackets { $maximum } times and more: flatten it.
too-many-levels = An operation may have at most { $maximum } levels of fields, counted through fragments: select less deeply.
too-many-aliases = An operation may have at most { $maximum } aliases, counted through fragments: split it up.
too-many-fields = An operation may have at most { $maximum } fields, counted through fragments: split it up.
too-many-directives = An operation may have at most { $maximum } directives, counted through fragments: split it up.
fragment-circle = The fragment `{ $name }` spreads itself: take the circle out.
too-costly = The operation asks for { $cost } nodes; at most { $maximum } are given at once: ask for smaller pages.
rate-limited = The token has spent its points: try again in { $seconds } s, or ask for less.
signed-out = The token no longer signs in as before: sign in anew.
fell-behind = Events came faster than they were taken: subscribe again, and read anew what may have changed.
subscription-of-one = A subscription asks for exactly one event: select one field.
too-many-streams = The token has as many streams as it may have: close one first.
subscription-not-at-once = A subscription has many answers: send it over a WebSocket (`graphql-transport-ws`), or with `Accept: text/event-stream`.
too-many-at-once = { $maximum } operations are under way on this socket: complete one first.
operation-unnamed = Name the operation to run in `operationName`: the document has several.
operation-unknown = The document has no operation `{ $name }`: name one that it has.
variable-missing = The variable `${ $name }` must have a value: send one in `variables`.
introspection-off = Introspection is switched off here: read the schema at /schema.graphql.
hash-version = Persisted queries are known in version 1 only: send `"version": 1`.
hash-malformed = `sha256Hash` must be the SHA-256 of the document as 64 hexadecimal digits.
hash-mismatch = `sha256Hash` is not the SHA-256 of `query`: send both of the same document.
document-unknown = No document has this id: send one of the ids in the manifest that this server runs.
document-untrusted = This server runs only the documents of its manifest: send the id of one as `documentId`.

## Arguments

argument-cursor = `{ $argument }` must be a cursor that this list gave out in this order, as it was given out.
argument-span-reversed = `{ $argument }` must not end before it starts.
argument-not-together = `{ $argument }` and `{ $other }` exclude each other: give one of them.
argument-too-many-spans = `{ $argument }` holds more than { $maximum } spans of time: choose a shorter time or longer spans.
argument-dates = `{ $argument }` must lie in the years 0001 to 9998.
argument-text = `{ $argument }` must be a text of at most { $maximum } characters.
argument-page-size = `{ $argument }` must be from 1 to { $maximum }.
argument-time-zone = `{ $argument }` must be an IANA name such as `Europe/Berlin`.
argument-too-many-entries = `{ $argument }` must hold at most { $maximum } entries.

## What one may not do, or not now

forbidden-admin = You do not have permission for this: ask an admin of your account.
forbidden-member = You do not have permission for this: ask a member of your account.
feature-disabled = Task Outcomes is not in force: leave outcomes out, or have an admin switch it on and assign some first.
stale = Someone changed this in the meantime: read it again, then repeat your change.
already-completed = This task has already been completed: reopen it first if something has to change.
not-completed = This task is open, so there is nothing to reopen: go on with it as it is.
taken = “{ $label }” is taken already: use the existing one, or choose another.
taken-archived = “{ $label }” is taken by an archived one: bring that one back, or choose another.
types-without-outcomes = No outcome would be left for { $names }: assign { $minimum } to { $maximum } to each.
quoted = “{ $name }”
names-and-more = { $names } and { $more ->
        [one] { $more } more task type
       *[other] { $more } more task types
    }
outcome-in-use = This outcome belongs to the record of { $count ->
        [one] { $count } task
       *[other] { $count } tasks
    }: archive it, or merge it into another one.
task-type-in-use = This task type belongs to the record of { $count ->
        [one] { $count } task
       *[other] { $count } tasks
    }: archive it instead.
has-open-tasks = This task type still has { $count ->
        [one] { $count } open task
       *[other] { $count } open tasks
    }: name an active task type that takes over.
outcome-required = How did it go? Choose one of the outcomes on offer to complete this task.
not-assigned = This outcome is not offered for tasks of this type: choose one of those on offer.
confirmation-required = This needs your confirmation: look at the impact and send its token within { $minutes } minutes.
disable-question = Switch Task Outcomes off? This removes { $assignments ->
        [one] { $assignments } assignment of an outcome
       *[other] { $assignments } assignments of outcomes
    } from { $types ->
        [one] { $types } task type
       *[other] { $types } task types
    }; no outcomes can be added to any task type any more. Completing { $open ->
        [one] { $open } open task
       *[other] { $open } open tasks
    } will not ask for an outcome; what was recorded on { $completed ->
        [one] { $completed } completed task
       *[other] { $completed } completed tasks
    } stays in history and reports.

## What is wrong with one value of an input

blank = This must not be empty: enter something.
too-long = This is too long: shorten it to at most { $maximum } characters.
too-few = These are too few: name at least { $minimum } and at most { $maximum }.
too-many = There can be at most { $maximum }: leave some out, or archive some first.
repeated = This entry stands in the list before: name it only once.
archived = This one is archived: choose one that is in use.
last-task-type = An account keeps at least one active task type: create another one first.
last-admin = An account keeps at least one active admin: make someone else an admin first.
no-account = No such account was found: check the id, or read the list again.
no-activity = No such entry of the history was found: check the id, or read the list again.
no-api-token = No such API token was found: check the id, or read the list again.
no-contact = No such contact was found: check the id, or read the list again.
no-deal = No such deal was found: check the id, or read the list again.
no-outcome = No such outcome was found: check the id, or read the list again.
no-settings = No such settings were found: check the id, or read the list again.
no-task = No such task was found: check the id, or read the list again.
no-task-type = No such task type was found: check the id, or read the list again.
no-user = No such user was found: check the id, or read the list again.
forbidden-character = This text contains control characters or line breaks that cannot be kept: remove them.
email = This is not an e-mail address: enter one such as anna@nord.example.
time-zone = This is not a time zone: enter an IANA name such as Europe/Berlin.
amount = Enter a decimal number such as 1499.90, with at most 15 digits before the point and 4 after it.
currency = This is not a currency: enter an ISO 4217 code such as EUR.
null = This cannot be cleared: enter a value, or leave the field out to keep the present one.
due-twice = A task is due on a day or at a moment, not both: give one of them.
due-out-of-range = Choose a due date in the years { $first } to { $last }.
inactive-user = This user is not active: choose an active one.
already-enabled = Task Outcomes is in force already: save the assignments instead of switching it on.
not-in-future = This moment has passed: choose one in the future.
same-task-type = A task type cannot take over its own tasks: choose another one.
same-outcome = An outcome cannot take its own place: choose another one.
merged-outcome = This outcome was merged into another one: use that one instead.
not-all-task-types = These are not all active task types: read the list again and name each of them once.
starter-set-twice = Choose between the starter set and assignments of your own: give one of them.
key-reused = This key was sent with another input before: send a new key with a new input.

## Headlines of the history

entry-of-named = { $thing } “{ $name }” { $done }
entry-of-unnamed = { $thing }: { $done }
entry-of-many = { $thing } { $done }
erased-contact = Erased contact
thing-outcome = Outcome
thing-settings = Task Outcomes
thing-task-type = Task type
thing-account = Account
thing-api-token = API token
thing-contact = Contact
thing-report = Task Overview Report
thing-deal = Deal
thing-user = User
done-created = created
done-updated = changed
done-archived = archived
done-unarchived = brought back
done-merged = merged
done-moved = moved
done-completed = completed
done-reopened = opened again
done-corrected = corrected
done-deleted = deleted
done-revoked = revoked
done-switched-on = switched on
done-switched-off = switched off
done-assignments-saved = assignments saved
done-exported = exported
done-imported = imported
done-erased = erased

## Values before and after a change

value-positive = positive
value-neutral = neutral
value-negative = negative
value-open = open
value-won = won
value-lost = lost
value-admin = admin
value-member = member
value-yes = yes
value-no = no

## Rows of the report

row-contacts = Contacts
row-deals = Deals
row-positive = Positive
row-neutral = Neutral
row-negative = Negative
row-no-outcome = No outcome
row-nobody = Nobody
