"""A version of the policy that cases were filed under stays as it was; checked whenever a worker or the API starts."""

from adapters.store.law.versions import versions_filed_under
from adapters.store.reach import Engine
from adapters.store.shape import open_store
from domain.catalogue.registry import Catalogue, load_catalogue
from domain.errors import DuixianError


class EditedVersion(DuixianError):
    """A shipped version is not what it was when cases were filed under it; says what to do."""

    def __init__(self, version: str, filed_under: str, shipped: str) -> None:
        """Say it in Chinese and English; ``shipped`` is empty where the version is not shipped any more."""
        found = f"现有文件的摘要为 {shipped[:12]}" if shipped else "现在没有这一版本的文件"
        is_now = f"is now {shipped[:12]}" if shipped else "is not shipped any more"
        super().__init__(
            f"政策版本 {version} 在已有案件按其申报之后被改动：申报时的摘要为 {filed_under[:12]}，{found}。"
            "案件须始终按申报时的版本办理，因此不启动，也没有改动任何数据。\n"
            "请恢复这一版本文件夹的原有内容；确需修改的，复制为新的文件夹，写明新的 version 和 effective_from，与原版本一并发布。"
            "仅改变口径的，由管理员通过 POST /v1/readings/{name} 切换。\n"
            f"Policy version {version} was {filed_under[:12]} when cases were filed under it and {is_now}. Nothing was started "
            "or changed.\nRestore its folder; to change the law, ship a copy of it as a new version with a new version and "
            "effective_from beside it. A reading alone is switched by an administrator."
        )


def open_lawful_store(url: str, catalogue: Catalogue | None = None) -> Engine:
    """The engine of a store whose cases were filed under the versions that are shipped.

    Raises:
        OtherShape: another build made the store.
        EditedVersion: a version was edited, or taken away, since cases were filed under it.
    """
    engine = open_store(url)
    try:
        refuse_edited(engine, catalogue or load_catalogue())
    except EditedVersion:
        engine.dispose()
        raise
    return engine


def refuse_edited(engine: Engine, catalogue: Catalogue) -> None:
    """Compare the shipped versions with those that cases were filed under.

    Raises:
        EditedVersion: at the first that differs.
    """
    shipped = {policy.version: policy.digest for policy in catalogue.policies}
    for version, digest in versions_filed_under(engine):
        if shipped.get(version) != digest:
            raise EditedVersion(version, digest, shipped.get(version, ""))
