"""Words to everybody who listens at the channel layer, said from ordinary code: a view, a task, a command."""

import asyncio
import os
import threading
from functools import cache
from typing import Any

from channels.layers import get_channel_layer
from redis import exceptions

MOST_S = 5.0
"""A channel layer that has taken no word after so long is taken for gone."""


def say_to(group: str, message: dict[str, Any]) -> None:
    """Send `message` to the sockets of `group`. Raises OSError, RedisError or TimeoutError if nobody can be reached."""
    try:
        _say(group, message)
    except exceptions.ConnectionError:  # Redis was started anew since the word before: it is said over a new connection
        _say(group, message)


def _say(group: str, message: dict[str, Any]) -> None:
    layer = get_channel_layer()
    if layer is not None:
        asyncio.run_coroutine_threadsafe(layer.group_send(group, message), _loop()).result(MOST_S)


@cache
def _loop() -> asyncio.AbstractEventLoop:
    """One loop a process: `async_to_sync` would start a thread and connect to Redis anew for every word."""
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="channel layer", daemon=True).start()
    return loop


os.register_at_fork(after_in_child=_loop.cache_clear)  # its thread does not live in a child
