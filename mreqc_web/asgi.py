"""The web server's entry point: HTTP by Django, sockets by Channels."""

import gc
import os
import warnings

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mreqc_web.settings")
django_application = get_asgi_application()

from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402  (needs the applications loaded)
from django.urls import path  # noqa: E402

from qc.consumers import EventsConsumer, TokenOrSessionMiddleware  # noqa: E402

application = ProtocolTypeRouter(
    {
        "http": django_application,
        "websocket": TokenOrSessionMiddleware(URLRouter([path("ws/events", EventsConsumer.as_asgi())])),
    }
)

# WhiteNoise hands on the page's files piece by piece; Django takes them whole, which is right for files of a few MB.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")
gc.freeze()  # what a start has made stays: looking for garbage in it would halt every browser for 0.1 s and more
