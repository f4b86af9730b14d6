"""Saved notebooks hold pictures instead of dead widgets."""

import json
from pathlib import Path

import nbformat
import pytest
from jupyter_server.services.contents.filemanager import AsyncFileContentsManager
from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager, LargeFileManager
from scenes import cloud

from utils.teaching.build import saving
from utils.teaching.build.saving import WIDGET_VIEW, keep_stills, strip_views


def notebook():
    scene = nbformat.v4.new_output("execute_result", cloud(20)._repr_mimebundle_()[0], execution_count=1)
    bare = nbformat.v4.new_output("display_data", {WIDGET_VIEW: {"model_id": "x"}, "text/plain": "IntSlider()"})
    words = nbformat.v4.new_output("stream", text="hello")
    cells = [nbformat.v4.new_markdown_cell("a"), nbformat.v4.new_code_cell("s", outputs=[scene, bare, words])]
    return nbformat.v4.new_notebook(cells=cells)


def test_views_go_only_where_html_stays():
    nb = notebook()
    assert strip_views(nb) == 1
    scene, bare, words = nb.cells[1].outputs
    assert list(scene.data) == ["text/html", "image/png", "text/plain"]
    assert WIDGET_VIEW in bare.data and words.text == "hello"
    assert strip_views(nb) == 0
    nbformat.validate(nb)


def test_other_files_are_left_alone():
    model = {"type": "file", "content": "text"}
    keep_stills(model, path="a.txt", contents_manager=None)
    keep_stills({"type": "notebook", "content": None}, path="a.ipynb")
    assert model == {"type": "file", "content": "text"}


@pytest.mark.parametrize("kind", [LargeFileManager, AsyncLargeFileManager, AsyncFileContentsManager])
def test_every_contents_manager_saves_the_still(kind, tmp_path):
    import asyncio

    manager = kind(root_dir=str(tmp_path))
    server = type("Server", (), {"contents_manager": manager})()
    saving._load_jupyter_server_extension(server)
    saved = manager.save({"type": "notebook", "format": "json", "content": notebook()}, "a.ipynb")
    if asyncio.iscoroutine(saved):
        asyncio.run(saved)
    outputs = json.loads((tmp_path / "a.ipynb").read_text(encoding="utf-8"))["cells"][1]["outputs"]
    assert list(outputs[0]["data"]) == ["image/png", "text/html", "text/plain"]


def test_the_installed_configuration_names_the_extension():
    file = Path(saving.__file__).with_name("server") / "keep_stills.json"
    extensions = json.loads(file.read_text(encoding="utf-8"))["ServerApp"]["jpserver_extensions"]
    assert extensions == {saving.__name__: True}
    assert saving._jupyter_server_extension_points() == [{"module": saving.__name__}]
