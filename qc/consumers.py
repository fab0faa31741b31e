"""The live connection: every event once and in order, also after a broken line; and who is reading what."""

import asyncio
import contextlib
import json
import uuid
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs
from weakref import WeakKeyDictionary

from channels.auth import AuthMiddlewareStack
from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer
from channels.security.websocket import AllowedHostsOriginValidator
from django.contrib.auth.models import AnonymousUser
from redis.exceptions import RedisError
from rest_framework.authtoken.models import Token

from qc.actions.reading import forget_silent_readers, leave_exam, read_exam, renew_reading
from qc.domain.errors import QcError
from qc.models.agreement import AgreementStudy
from qc.models.event import EVENTS_GROUP, KEPT_FOR_REPLAY, Event
from qc.models.redaction import redact_events
from qc.models.roles import role_of
from qc.models.session import is_alive, session_group

NOT_SIGNED_IN = 4401
READ_AT_ONCE = 200
TICK_SECONDS = 5.0
"""The log is read this often even if no wake came: a lost wake costs this much time, and nothing else."""

Application = Callable[[dict[str, Any], Any, Any], Awaitable[None]]


class TokenOrSessionMiddleware:
    """Browsers come with a session from our own origin, programs with `Authorization: Token ...`."""

    def __init__(self, inner: Application) -> None:
        self.by_token = inner
        self.by_session = AllowedHostsOriginValidator(AuthMiddlewareStack(inner))

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        header = dict(scope["headers"]).get(b"authorization", b"").decode("latin-1")
        kind, _, key = header.partition(" ")
        if kind == "Token":
            await self.by_token({**scope, "user": await user_of_token(key)}, receive, send)
        else:
            await self.by_session(scope, receive, send)


@database_sync_to_async
def user_of_token(key: str) -> Any:
    token = Token.objects.select_related("user").filter(key=key, user__is_active=True).first()
    return token.user if token else AnonymousUser()


class SharedReads:
    """Sockets that stand at the same place of the log read on together: one query, and one text of each event.

    A read that has begun is joined by nobody, for it may have missed what its latecomer was woken for.
    """

    _of_loops: "WeakKeyDictionary[asyncio.AbstractEventLoop, SharedReads]" = WeakKeyDictionary()

    def __init__(self, read: Callable[[int], Awaitable[list[Event]]]) -> None:
        self._read_log = read
        self._one_at_a_time = asyncio.Lock()
        self._not_begun: dict[int, asyncio.Task[list[Event]]] = {}

    @classmethod
    def of_this_loop(cls) -> "SharedReads":
        return cls._of_loops.setdefault(asyncio.get_running_loop(), cls(read_events))

    async def after(self, cursor: int) -> list[Event]:
        if cursor not in self._not_begun:
            self._not_begun[cursor] = asyncio.create_task(self._read(cursor))
        return await asyncio.shield(self._not_begun[cursor])

    async def _read(self, cursor: int) -> list[Event]:
        async with self._one_at_a_time:
            del self._not_begun[cursor]
            return await self._read_log(cursor)


class EventsConsumer(AsyncJsonWebsocketConsumer):
    """`/ws/events?since=N`: replays what came after N, then goes on live.

    Events come as a list, for those of one moment travel together; `hello`, `reset` and `error` come alone.
    """

    cursor: int
    is_blinded: bool
    """Whether an open study has this user among its readers; the log itself tells when that may have changed."""
    has_read = False
    """Whether an exam was ever opened over this connection: most only watch, and have no reading to renew."""
    ticking: asyncio.Task[None] | None = None

    async def connect(self) -> None:
        await self.accept()
        if not await database_sync_to_async(role_of)(self.scope["user"]):
            await self.close(NOT_SIGNED_IN)
            return
        self.sending = asyncio.Lock()
        self.groups_joined = [EVENTS_GROUP, *([session_group(self.session_key)] if self.session_key else [])]
        for group in self.groups_joined:
            await self.channel_layer.group_add(group, self.channel_name)
        self.is_blinded = await reads_blind(self.scope["user"])
        await self.greet()
        await self.send_new_events()
        self.ticking = asyncio.create_task(self.tick())

    async def disconnect(self, code: int) -> None:
        if self.ticking is None:
            return
        self.ticking.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self.ticking
        with contextlib.suppress(RedisError):  # Redis went first: it has forgotten the channel anyway
            for group in self.groups_joined:
                await self.channel_layer.group_discard(group, self.channel_name)
        await database_sync_to_async(leave_exam)(channel=self.channel_name)

    async def greet(self) -> None:
        """Tell where the log stands; a client that cannot be brought up to date by replay starts anew."""
        last = await database_sync_to_async(Event.objects.last_seq)()
        asked = parse_qs(self.scope["query_string"].decode()).get("since", [""])[0]
        since = int(asked) if asked.isdecimal() else last
        can_replay = last - KEPT_FOR_REPLAY <= since <= last
        self.cursor = since if can_replay else last
        await self.send_json({"type": "hello" if can_replay else "reset", "seq": last})

    async def log_grown(self, message: dict[str, Any]) -> None:
        """The channel layer's wake: what happened is read from the log."""
        await self.send_new_events()

    @property
    def session_key(self) -> str | None:
        """The browser's session; None for a program with a token."""
        session = self.scope.get("session")
        return session.session_key if session else None

    async def signed_out(self, message: dict[str, Any]) -> None:
        """The channel layer's word that this browser's session has ended."""
        await self.close(NOT_SIGNED_IN)

    async def send_new_events(self) -> None:
        """What the log tells after the cursor, one frame a stretch of it. What grows meanwhile wakes us again."""
        async with self.sending:
            is_more = True
            while is_more:
                events = await SharedReads.of_this_loop().after(self.cursor)
                is_more = len(events) == READ_AT_ONCE
                if texts := [text for event in events if (text := await self.text_of(event))]:
                    await self.send(text_data=f"[{','.join(texts)}]")
                if events:
                    self.cursor = events[-1].seq

    async def text_of(self, event: Event) -> str | None:
        """The event as this user may see it; whoever reads blind gets a message of their own, or none."""
        if event.kind == "study.changed":
            self.is_blinded = await reads_blind(self.scope["user"])
        if not self.is_blinded:
            return event.text
        message = await redact_event(event, self.scope["user"])
        return None if message is None else json.dumps(message)

    async def tick(self) -> None:
        while True:
            await asyncio.sleep(TICK_SECONDS)
            if not await database_sync_to_async(is_alive)(self.scope["user"], self.session_key):
                await self.close(NOT_SIGNED_IN)
                return
            await self.send_new_events()
            if self.has_read:
                await database_sync_to_async(renew_reading)(channel=self.channel_name)
            await database_sync_to_async(forget_silent_readers)()

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None, **kwargs: Any) -> None:
        try:
            await super().receive(text_data=text_data, bytes_data=bytes_data, **kwargs)
        except ValueError:
            await self.refuse("invalid", "This connection takes JSON text only.")

    async def receive_json(self, content: Any, **kwargs: Any) -> None:
        """`{"type": "reading", "exam": key or null}`: the reader has opened or left an exam."""
        if not isinstance(content, dict) or content.get("type") != "reading":
            await self.refuse("invalid", "Only messages of type “reading” are known here.")
            return
        try:
            await self.change_reading(content.get("exam"))
        except QcError as error:
            await self.refuse(error.code, error.message)
        except (ValueError, TypeError, AttributeError):
            await self.refuse("invalid", "“exam” must be the identifier of an exam, or null.")

    async def change_reading(self, exam: str | None) -> None:
        if exam is None:
            await database_sync_to_async(leave_exam)(channel=self.channel_name)
            return
        self.has_read = True
        await database_sync_to_async(read_exam)(user=self.scope["user"], key=uuid.UUID(exam), channel=self.channel_name)

    async def refuse(self, code: str, message: str) -> None:
        await self.send_json({"type": "error", "code": code, "message": message})


@database_sync_to_async
def read_events(cursor: int) -> list[Event]:
    return list(Event.objects.after(cursor)[:READ_AT_ONCE])


@database_sync_to_async
def reads_blind(user: Any) -> bool:
    return AgreementStudy.objects.open().read_by(user).exists()


@database_sync_to_async
def redact_event(event: Event, user: Any) -> dict[str, Any] | None:
    return redact_events([event.as_message()], user)[0]
