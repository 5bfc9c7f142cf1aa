//! Values of variables, before anything runs: the library finds out only where one is used, in the middle of an answer.

use async_graphql::{
    Value, Variables,
    parser::types::{OperationDefinition, VariableDefinition},
};

use crate::{
    codes::Code,
    refused::Refused,
    text::words::{Key, Sentence},
};

/// Refuses an operation with a variable that must have a value and has none (GraphQL, section 6.1.2).
pub(super) fn all_given(operation: &OperationDefinition, variables: &Variables) -> Result<(), Refused> {
    let definitions = operation.variable_definitions.iter().map(|one| &one.node);
    let Some(missing) = definitions.into_iter().find(|one| is_missing(one, variables)) else {
        return Ok(());
    };
    let sentence = Sentence::new(Key("variable-missing")).with("name", missing.name.node.as_str());
    Err(Refused::Coded(Code::ValidationFailed, sentence))
}

fn is_missing(definition: &VariableDefinition, variables: &Variables) -> bool {
    let must_have_one = !definition.var_type.node.nullable;
    must_have_one
        && match variables.get(&definition.name.node) {
            Some(value) => *value == Value::Null,
            None => definition.default_value.is_none(),
        }
}
