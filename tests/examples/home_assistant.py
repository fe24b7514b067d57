"""What Home Assistant would show of a package of REST sensors: the templates are rendered by jinja2, and what Home Assistant
does with the results (homeassistant/components/rest: availability first, then the value, then the checks of the sensor) is
done here in short. Home Assistant itself is not run.

Standard input: JSON, a list of bodies (texts, or null where no answer came). Standard output: JSON {resources, bodies:
[{unique_id: state}], entities: {unique_id: {...}}, automations, messages: [[message of each state that calls]]}.
"""
import datetime
import json
import re
import sys

import jinja2.sandbox
import yaml


class Loader(yaml.SafeLoader):
    pass


Loader.add_constructor("!secret", lambda loader, node: loader.construct_scalar(node))
environment = jinja2.sandbox.ImmutableSandboxedEnvironment()


class Failed(Exception):
    pass


def render(template, **variables):
    try:
        return environment.from_string(template).render(**variables).strip()
    except (jinja2.TemplateError, TypeError, ValueError, ArithmeticError) as error:
        raise Failed(f"{template}: {error}") from error


def variables_of(body):
    variables = {"value": body}
    try:
        variables["value_json"] = json.loads(body)
    except ValueError:
        pass
    return variables


def is_available(entity, variables):
    """A template that cannot be rendered leaves the entity available, with whatever value: none may."""
    return render(entity["availability"], **variables).lower() in ("true", "1", "on", "yes", "enable")


def number_of(text):
    if not re.fullmatch(r"-?\d+(\.\d+)?", text):
        raise Failed(f"'{text}' is no number")
    return float(text)


def state_of(entity, platform, body):
    if body is None:
        return "unavailable"
    variables = variables_of(body)
    if not is_available(entity, variables):
        return "unavailable"
    text = render(entity["value_template"], **variables)
    if platform == "binary_sensor":
        return {"true": "on", "false": "off"}[text.lower()]
    if "unit_of_measurement" in entity or "state_class" in entity:
        return number_of(text)
    if entity.get("device_class") == "timestamp":
        if datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).tzinfo is None:
            raise Failed(f"'{text}' has no offset")
    if entity.get("device_class") == "enum" and text not in entity["options"]:
        raise Failed(f"'{text}' is none of the options")
    return text


def messages_of(automation, status):
    environment.globals["has_value"] = lambda entity: status is not None
    environment.globals["states"] = lambda entity: status
    texts = []
    for trigger in automation["triggers"]:
        for to in trigger["to"]:
            for action in automation["actions"]:
                texts.append(render(action["data"]["message"], trigger={"to_state": {"state": to}}))
    return texts


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        package = yaml.load(file, Loader)
    bodies = json.load(sys.stdin)
    entities = [(platform, entity) for resource in package["rest"] for platform in ("sensor", "binary_sensor") for entity in resource[platform]]
    json.dump({
        "resources": [resource["resource"] for resource in package["rest"]],
        "entities": {entity["unique_id"]: entity for _, entity in entities},
        "bodies": [{entity["unique_id"]: state_of(entity, platform, body) for platform, entity in entities} for body in bodies],
        "automations": package["automation"],
        "messages": [messages_of(automation, status) for automation in package["automation"] for status in (None, "Part Done")],
    }, sys.stdout)


main()
