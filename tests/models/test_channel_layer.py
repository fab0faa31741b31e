"""Words to the sockets of a group, said by ordinary code: over one connection, and after a fork as well."""

import multiprocessing
from collections.abc import Iterator
from typing import Any

import pytest
from channels.layers import get_channel_layer
from redis import Redis
from redis.client import PubSub

from qc.models.channel_layer import say_to

GROUP = "listeners"
WAIT_S = 10


@pytest.fixture
def redis(redis_url: str) -> Iterator[Redis]:
    with Redis.from_url(redis_url) as client:
        yield client


@pytest.fixture
def listener(redis: Redis) -> Iterator[PubSub]:
    """Subscribed as the channel layer of a web server is."""
    with redis.pubsub(ignore_subscribe_messages=True) as listener:
        listener.subscribe(f"asgi__group__{GROUP}")
        listener.get_message(timeout=WAIT_S)
        yield listener


def next_word(listener: PubSub) -> Any:
    message = listener.get_message(timeout=WAIT_S)
    assert message, "nobody said anything"
    return get_channel_layer().deserialize(message["data"])


def test_words_arrive_in_order_over_one_connection(redis: Redis, listener: PubSub) -> None:
    say_to(GROUP, {"type": "first"})
    opened = redis.info("stats")["total_connections_received"]
    say_to(GROUP, {"type": "second"})
    say_to(GROUP, {"type": "third"})
    assert [next_word(listener)["type"] for _ in range(3)] == ["first", "second", "third"]
    assert redis.info("stats")["total_connections_received"] == opened


def test_a_connection_that_broke_since_the_last_word_costs_no_word(redis: Redis, listener: PubSub) -> None:
    say_to(GROUP, {"type": "before"})
    assert redis.client_kill_filter(_type="normal", skipme=True)
    say_to(GROUP, {"type": "after"})
    assert [next_word(listener)["type"] for _ in range(2)] == ["before", "after"]


def test_a_process_that_was_forked_after_a_word_can_say_one(listener: PubSub) -> None:
    say_to(GROUP, {"type": "parent"})
    child = multiprocessing.get_context("fork").Process(target=say_to, args=(GROUP, {"type": "child"}))
    child.start()
    child.join(WAIT_S)
    assert child.exitcode == 0
    assert [next_word(listener)["type"] for _ in range(2)] == ["parent", "child"]
