"""What readers type into the search, and the page that they should meet first; at least 19 of 20 in each language."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.xdist_group("pages")
CHINESE = {
    "僵尸进程": "fork/zombie",
    "守护进程": "process/daemon",
    "死锁": "fork/fork_threads|process/join_before_get|errors/killed_holder",
    "返回值": "process/return_value",
    "没有报错": "pool/lost_exception|process/dropped_item",
    "exitcode": "process/exitcode",
    "attempt has been made to start a new process": "start_methods/no_guard",
    "takes 1 positional argument but 3 were given": "process/missing_comma",
    "can't pickle": "start_methods/local_target|pool/lambda_task|errors/cannot_pickle",
    "waitpid": "fork/waitpid",
    "输出两次": "fork/buffer|fork/twice",
    "启动方式": "start_methods|start_methods/default_method",
    "进程池": "pool",
    "chunksize": "pool/chunksize",
    "Pool not running": "errors/pool_not_running|pool/close_join",
    "imap_unordered": "pool/imap_unordered",
    "收尾": "process/sigterm|process/terminate|signals/cleanup_table|signals/graceful",
    "孤儿进程": "fork/orphan",
    "缓冲区": "fork/buffer|fork/flush",
    "逗号": "process/missing_comma",
    "Ctrl-C": "signals/ctrl_c|signals/ctrl_c_pool|signals/ctrl_c_executor",
    "超时": "errors/timeout_error",
    "卡住": "errors|symptoms|errors/exit_in_task",
    "daemonic processes are not allowed to have children": "errors/nested_pool",
    "context has already been set": "errors/context_set",
    "MaybeEncodingError": "errors/result_pickle",
    "should only be shared between processes through inheritance": "errors/queue_argument",
    "SemLock created in a fork context": "errors/mixed_contexts",
    "pool objects cannot be passed": "errors/pool_in_self",
    "随机数": "start_methods/random_state",
    "register_at_fork": "start_methods/at_fork",
    "Bad file descriptor": "start_methods/open_files",
    "bad record mac": "start_methods/shared_connection",
    "set_forkserver_preload": "start_methods/preload",
    "结束标记": "communication/poison_pill",
    "task_done": "communication/joinable_queue",
    "exceeds available storage": "communication/shareable_list",
    "多进程写日志": "communication/log_queue",
    "as_completed": "executors/as_completed",
    "进度条": "executors/progress_bar",
    "取消任务": "executors/cancel_future",
    "子解释器": "executors/interpreters",
    "多进程反而更慢": "performance/small_tasks|performance/pickle_cost|performance/pool_start",
    "gc.freeze": "performance/gc_freeze",
    "写时复制": "performance/copied_pages|fork/memory",
    "随机种子": "performance/seeded_tasks|start_methods/random_state",
    "计算密集": "performance/cpu_bound",
    "同时运行多个命令": "performance/commands",
    "在线运行": "playground",
    "运行自己的程序": "playground",
    "playground": "playground",
}
ENGLISH = {
    "playground": "playground",
    "run online": "playground",
    "run my own program": "playground",
    "zombie": "fork/zombie",
    "orphan process": "fork/orphan",
    "daemon": "process/daemon",
    "pool hangs": "pool/dead_worker|errors/exit_in_task|errors/idle_worker|errors/get_after_with|signals/ctrl_c_pool",
    "printed twice": "fork/buffer|fork/twice",
    "return value": "process/return_value",
    "exitcode": "process/exitcode",
    "attempt has been made to start a new process": "start_methods/no_guard",
    "takes 1 positional argument but 3 were given": "process/missing_comma",
    "can't pickle": "start_methods/local_target|pool/lambda_task|errors/cannot_pickle",
    "waitpid": "fork/waitpid",
    "start methods": "start_methods",
    "cannot start a process twice": "process/lifecycle",
    "chunksize": "pool/chunksize",
    "Pool is still running": "errors/pool_not_running|pool/close_join",
    "starmap": "pool/starmap",
    "No child processes": "fork/orphan|fork/waitpid|fork/wait_status",
    "module 'os' has no attribute 'fork'": "fork/no_fork",
    "exception in child process": "process/child_exception",
    "worker died": "pool/dead_worker|pool/broken_pool|errors/idle_worker",
    "ctrl-c": "signals/ctrl_c|signals/ctrl_c_pool|signals/ctrl_c_executor",
    "sys.exit in a task": "errors/exit_in_task",
    "graceful shutdown": "signals/graceful",
    "daemonic processes are not allowed to have children": "errors/nested_pool",
    "context has already been set": "errors/context_set",
    "MaybeEncodingError": "errors/result_pickle",
    "should only be shared between processes through inheritance": "errors/queue_argument",
    "SemLock created in a fork context": "errors/mixed_contexts",
    "pool objects cannot be passed": "errors/pool_in_self",
    "same random numbers": "start_methods/random_state",
    "register_at_fork": "start_methods/at_fork",
    "Bad file descriptor": "start_methods/open_files",
    "bad record mac": "start_methods/shared_connection",
    "set_forkserver_preload": "start_methods/preload",
    "poison pill": "communication/poison_pill",
    "BrokenBarrierError": "communication/barrier",
    "database is locked": "communication/sqlite_fork|start_methods/shared_connection",
    "lost update": "communication/lost_update",
    "as_completed": "executors/as_completed",
    "progress bar": "executors/progress_bar",
    "cannot schedule new futures after shutdown": "executors/executor_shutdown",
    "run_in_executor": "executors/run_in_executor|executors/loop_executor",
    "max_tasks_per_child": "executors/max_tasks",
    "slower than a loop": "performance/small_tasks|performance",
    "gc.freeze": "performance/gc_freeze",
    "copy-on-write": "performance/copied_pages|fork/memory",
    "reproducible random numbers": "performance/seeded_tasks",
    "CPU-bound": "performance/cpu_bound",
    "run several commands at once": "performance/commands",
}


@pytest.mark.parametrize(("place", "queries"), [("", CHINESE), ("en/", ENGLISH)], ids=["zh", "en"])
def test_the_first_hit_is_the_page_that_helps(address: str, page: Page, place: str, queries: dict[str, str]) -> None:
    page.goto(f"{address}{place}which/")
    field, hits = page.locator(".md-search__input"), page.locator(".md-search-result__link")
    field.click()
    missed = []
    for query, wanted in queries.items():
        field.fill(query)
        field.press("End")
        try:
            expect(hits.first).to_have_attribute("href", re.compile(f"/{place}(?:{wanted})/(?:[?#]|$)"))
        except AssertionError:
            missed.append((query, [hit.get_attribute("href") for hit in hits.all()[:3]]))
    assert len(missed) <= len(queries) // 20, missed


def test_each_page_is_met_once_and_the_words_are_lit(address: str, page: Page) -> None:
    page.goto(f"{address}which/")
    field = page.locator(".md-search__input")
    field.click()
    field.fill("回收")
    field.press("End")
    marks = page.locator(".md-search-result mark")
    expect(marks.first).to_have_text("回收")
    pages = page.locator(".md-search-result__item").evaluate_all(
        "items => items.map(item => item.querySelector('a').href.split(/[?#]/)[0])"
    )
    assert len(pages) == len({*pages}) > 1


def test_what_is_found_is_text_and_no_markup(address: str, page: Page) -> None:
    page.goto(f"{address}which/")
    field = page.locator(".md-search__input")
    field.click()
    field.fill("<module>")
    field.press("End")
    expect(page.locator(".md-search-result mark", has_text="module").first).to_be_visible()
    assert page.locator(".md-search-result module").count() == 0
