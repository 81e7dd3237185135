"""An app is entered through a few rooms; its pages, forms and endpoints are private."""

import grimp

OPEN_ROOMS = {"models", "queries", "actions", "enums", "rules", "http", "sms", "throttle"}
SHARED = {"liandong.kit", "liandong.theme", "liandong.language"}


def home(module: str) -> str:
    return ".".join(module.split(".")[:2])


def test_apps_are_entered_through_open_rooms_only():
    graph = grimp.build_graph("liandong")
    trespass = [
        f"{module} -> {target}"
        for module in sorted(graph.modules)
        for target in sorted(graph.find_modules_directly_imported_by(module))
        if home(module) != home(target)
        and home(target) not in SHARED
        and len(target.split(".")) > 2
        and target.split(".")[2] not in OPEN_ROOMS
        # the sample district lets time pass by walking the same clocks as the worker
        and not (home(module) == "liandong.demo" and target.split(".")[2] == "clock")
    ]
    assert trespass == []
