//! A schema as statements about places in it, so that two schemas can be compared line by line.

use std::collections::BTreeMap;

use anyhow::Result;
use async_graphql_parser::Positioned;
use async_graphql_parser::types::{
    ConstDirective, EnumType, FieldDefinition, InputObjectType, InputValueDefinition, SchemaDefinition,
    TypeDefinition, TypeKind, TypeSystemDefinition, UnionType,
};

/// What a schema says, by place: `Task`, `Task.title`, `Task.activities(first:)`, `UserRole.ADMIN`, `Task implements Node`.
pub(super) type Facts = BTreeMap<String, Fact>;

/// What is said of one place.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fact {
    /// Its kind or type, with the default; nothing where the place says it all.
    pub(super) says: String,
    /// Its description, without the layout of its lines.
    pub(super) description: String,
    /// The place it belongs to.
    pub(super) owner: Option<String>,
    /// Whether it could come anew to an owner that is promised without it, and no client would notice.
    pub(super) can_be_added: bool,
    /// The reason for which it should no longer be used, empty where none is given. To deprecate breaks no promise.
    pub(super) deprecation: Option<String>,
}

/// Codes are the one list that clients were told may grow: "New codes may be added: treat unknown codes as `INVALID`".
const OPEN_ENUM: &str = "UserErrorCode";
/// What every error in a payload implements, so that clients can show members of a union they do not know.
const ERROR: &str = "UserError";
const DEPRECATED: &str = "deprecated";

/// What the SDL says.
pub(super) fn of(sdl: &str) -> Result<Facts> {
    let mut facts = Facts::new();
    for definition in async_graphql_parser::parse_schema(without_first_description(sdl))?.definitions {
        match definition {
            TypeSystemDefinition::Schema(schema) => of_schema(&schema.node, &mut facts),
            TypeSystemDefinition::Type(one) => of_type(&one.node, &mut facts),
            // Those of a contract are the specification's own, which every schema has.
            TypeSystemDefinition::Directive(_) => {}
        }
    }
    Ok(facts)
}

/// The parser knows no description of the schema as a whole, which servers do not serve anyway.
fn without_first_description(sdl: &str) -> &str {
    let described = sdl
        .strip_prefix("\"\"\"")
        .and_then(|rest| rest.split_once("\"\"\""));
    let rest = described.map_or(sdl, |(_, rest)| rest.trim_start());
    if rest.starts_with("schema") { rest } else { sdl }
}

fn of_schema(schema: &SchemaDefinition, facts: &mut Facts) {
    let roots = [
        ("query", &schema.query),
        ("mutation", &schema.mutation),
        ("subscription", &schema.subscription),
    ];
    for (root, name) in roots {
        if let Some(name) = name {
            add(facts, format!("schema.{root}"), Fact::new(name.node.to_string()));
        }
    }
}

fn of_type(one: &TypeDefinition, facts: &mut Facts) {
    let name = one.name.node.as_str();
    let kind = Fact::new(format!("{}{}", word(&one.kind), directives(&one.directives)));
    add(facts, name.to_owned(), kind.described(one.description.as_ref()));
    match &one.kind {
        TypeKind::Scalar => {}
        TypeKind::Object(object) => of_fields(name, &object.implements, &object.fields, facts),
        TypeKind::Interface(face) => of_fields(name, &face.implements, &face.fields, facts),
        TypeKind::Union(union) => of_union(name, union, facts),
        TypeKind::Enum(values) => of_enum(name, values, facts),
        TypeKind::InputObject(input) => of_input(name, input, facts),
    }
}

fn word(kind: &TypeKind) -> &'static str {
    match kind {
        TypeKind::Scalar => "scalar",
        TypeKind::Object(_) => "type",
        TypeKind::Interface(_) => "interface",
        TypeKind::Union(_) => "union",
        TypeKind::Enum(_) => "enum",
        TypeKind::InputObject(_) => "input",
    }
}

fn of_fields<N: ToString>(
    owner: &str,
    implements: &[Positioned<N>],
    fields: &[Positioned<FieldDefinition>],
    facts: &mut Facts,
) {
    for face in implements {
        let place = format!("{owner} implements {}", face.node.to_string());
        add(facts, place, Fact::new(String::new()).of(owner, true));
    }
    for field in fields.iter().map(|field| &field.node) {
        let place = format!("{owner}.{}", field.name.node);
        let fact = Fact::new(format!("{}{}", field.ty.node, directives(&field.directives)));
        for argument in field.arguments.iter().map(|argument| &argument.node) {
            let of_argument = format!("{place}({}:)", argument.name.node);
            add(facts, of_argument, taken(&place, argument));
        }
        add(
            facts,
            place,
            fact.of(owner, true)
                .described(field.description.as_ref())
                .deprecated(&field.directives),
        );
    }
}

fn of_union(owner: &str, union: &UnionType, facts: &mut Facts) {
    for member in &union.members {
        let fact = Fact::new(String::new()).of(owner, owner.ends_with(ERROR));
        add(facts, format!("{owner} = {}", member.node), fact);
    }
}

fn of_enum(owner: &str, values: &EnumType, facts: &mut Facts) {
    for value in values.values.iter().map(|value| &value.node) {
        let fact = Fact::new(format!("value{}", directives(&value.directives)));
        let fact = fact
            .of(owner, owner == OPEN_ENUM)
            .described(value.description.as_ref())
            .deprecated(&value.directives);
        add(facts, format!("{owner}.{}", value.value.node), fact);
    }
}

fn of_input(owner: &str, input: &InputObjectType, facts: &mut Facts) {
    for field in input.fields.iter().map(|field| &field.node) {
        add(facts, format!("{owner}.{}", field.name.node), taken(owner, field));
    }
}

/// An argument or a field of an input: clients that do not know it can go on leaving it out, or cannot.
fn taken(owner: &str, value: &InputValueDefinition) -> Fact {
    let default = value.default_value.as_ref();
    let said = default.map_or_else(String::new, |default| format!(" = {}", default.node));
    let can_be_left_out = value.ty.node.nullable || default.is_some();
    Fact::new(format!(
        "{}{said}{}",
        value.ty.node,
        directives(&value.directives)
    ))
    .of(owner, can_be_left_out)
    .described(value.description.as_ref())
    .deprecated(&value.directives)
}

/// The directives that promise something, in the order of their names.
fn directives(all: &[Positioned<ConstDirective>]) -> String {
    let shown = |one: &Positioned<ConstDirective>| {
        let arguments = one.node.arguments.iter();
        let arguments: Vec<_> = arguments
            .map(|(name, value)| format!("{}: {}", name.node, value.node))
            .collect();
        format!(" @{}({})", one.node.name.node, arguments.join(", "))
    };
    let promising = all.iter().filter(|one| one.node.name.node != DEPRECATED);
    let mut all: Vec<_> = promising.map(shown).collect();
    all.sort();
    all.concat()
}

impl Fact {
    fn new(says: String) -> Self {
        Self {
            says,
            description: String::new(),
            owner: None,
            can_be_added: true,
            deprecation: None,
        }
    }

    fn of(self, owner: &str, can_be_added: bool) -> Self {
        Self {
            owner: Some(owner.to_owned()),
            can_be_added,
            ..self
        }
    }

    fn described(self, description: Option<&Positioned<String>>) -> Self {
        let words = description.map(|text| text.node.split_whitespace().collect::<Vec<_>>().join(" "));
        Self {
            description: words.unwrap_or_default(),
            ..self
        }
    }

    fn deprecated(self, directives: &[Positioned<ConstDirective>]) -> Self {
        let mark = directives.iter().find(|one| one.node.name.node == DEPRECATED);
        let deprecation = mark.map(|mark| reason(&mark.node));
        Self { deprecation, ..self }
    }
}

/// The reason of a deprecation as it was written; nothing where there is none.
fn reason(deprecated: &ConstDirective) -> String {
    let reason = deprecated.get_argument("reason");
    let reason = reason.and_then(|reason| reason.node.clone().into_json().ok());
    reason
        .and_then(|reason| reason.as_str().map(str::to_owned))
        .unwrap_or_default()
}

fn add(facts: &mut Facts, place: String, fact: Fact) {
    facts.insert(place, fact);
}
