"""No module of the house leads back to itself."""

from graphlib import TopologicalSorter

import grimp

from tests.architecture.test_layers import ROOMS


def test_no_circle_of_imports() -> None:
    graph = grimp.build_graph(*ROOMS, exclude_type_checking_imports=False, cache_dir=None)
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    assert imports["workflows.registry"], "the graph has arrows"
    TopologicalSorter(imports).prepare()  # names the circle where there is one
