"""The whole flow of Task Outcomes: prepare outcomes, complete a task with one, find it again, read the report."""

import os
import sys
from pathlib import Path
from typing import Any, Literal, TypedDict
from uuid import uuid4

from gql import Client, GraphQLRequest
from gql.transport.exceptions import TransportError
from gql.transport.httpx import HTTPXTransport
from graphql import parse, separate_operations

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = (ROOT / "crates/adapter-graphql/schema.graphql").read_text(encoding="utf-8")
OPERATIONS = separate_operations(parse((ROOT / "examples/operations.graphql").read_text(encoding="utf-8")))


class UserError(TypedDict):
    message: str
    path: list[str] | None


class Outcome(TypedDict):
    id: str
    label: str
    sentiment: Literal["POSITIVE", "NEUTRAL", "NEGATIVE"]


def query(client: Client, operation: str, **variables: object) -> dict[str, Any]:
    """The data of an operation, which is checked against the schema before it is sent."""
    return client.execute(GraphQLRequest(OPERATIONS[operation], variable_values=variables))


def mutate(client: Client, operation: str, **variables: object) -> dict[str, Any]:
    """The payload of a mutation, in which nothing is null. What a person can mend comes as data, and is raised here."""
    (payload,) = query(client, operation, **variables).values()
    errors: list[UserError] = payload["userErrors"]
    if errors:
        raise ValueError("\n".join(".".join(e["path"] or ["input"]) + ": " + e["message"] for e in errors))
    return dict(payload)


def run_flow(client: Client) -> None:
    start = query(client, "Start")
    contact = start["contacts"]["nodes"][0]
    if start["viewer"]["account"]["taskOutcomeSettings"]["status"] != "ENABLED":
        mutate(client, "Enable")

    run = uuid4().hex[:8]  # labels and names are unique in an account
    good = mutate(client, "CreateOutcome", label=f"Meeting scheduled {run}", sentiment="POSITIVE")["taskOutcome"]["id"]
    none = mutate(client, "CreateOutcome", label=f"No answer {run}", sentiment="NEUTRAL")["taskOutcome"]["id"]
    type_id = mutate(client, "CreateTaskType", name=f"Call {run}", outcomeIds=[good])["taskType"]["id"]
    mutate(client, "SaveOutcomes", taskTypeId=type_id, outcomeIds=[none, good])

    about = {"title": f"Call {contact['name']}", "taskTypeId": type_id, "contactId": contact["id"]}
    task = mutate(client, "CreateTask", **about)["task"]
    offered: list[Outcome] = task["availableOutcomes"]
    print("Offered:", ", ".join(outcome["label"] for outcome in offered))
    outcome_id = next(outcome["id"] for outcome in offered if outcome["sentiment"] == "POSITIVE")
    answer = {"outcomeId": outcome_id, "notes": "Wants the offer by Friday.", "idempotencyKey": str(uuid4())}
    completed = mutate(client, "CompleteTask", id=task["id"], **answer)["task"]
    print("Completed:", completed["title"])

    results = query(client, "Results", contactId=contact["id"], search=f"friday {run}", taskTypeId=type_id)
    for entry in results["activities"]["nodes"]:
        print(f"Found: {entry['recordedLabel']}, {entry['notes']}")
    for row in results["taskOverviewReport"]["groups"]["nodes"]:
        print(f"Report: {row['label']}, {row['totals']['completedCount']}")


if __name__ == "__main__":
    headers = {"Authorization": f"Bearer {os.environ['TASK_OUTCOMES_TOKEN']}"}
    transport = HTTPXTransport(os.environ["TASK_OUTCOMES_URL"], headers=headers)
    try:
        run_flow(Client(transport=transport, schema=SCHEMA))
    except (ValueError, TransportError) as error:
        sys.exit(str(error))
