"""A real SMTP server (aiosmtpd) on a free loopback port; every message that it takes is one line of JSON on standard output.

usage: mail_server.py DIRECTORY plain|starttls|implicit [USER PASSWORD]

DIRECTORY holds cert.pem and key.pem. The first line on standard error is the port, and the only one. It ends with its standard input.
"""

import asyncio
import json
import os
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword


class Keeper:
    """Takes everything but mail to refused@…, and the first one to later@…, and writes it down."""

    # Of all connections.
    has_asked_to_wait = False

    def __init__(self, is_implicit):
        self.is_implicit = is_implicit

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("refused@"):
            return "550 5.1.1 no such user here"
        if address.startswith("later@") and not Keeper.has_asked_to_wait:
            Keeper.has_asked_to_wait = True
            return "451 4.7.1 come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        line = {
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "content": envelope.content.decode("ascii"),
            "encrypted": self.is_implicit or session.ssl is not None,
            "login": session.auth_data,
        }
        print(json.dumps(line), flush=True)
        return "250 2.0.0 queued as 4711"


def authenticator(user, password):
    def check(server, session, envelope, mechanism, data):
        known = isinstance(data, LoginPassword) and (data.login, data.password) == (user.encode(), password.encode())
        return AuthResult(success=known, auth_data=user if known else None, handled=known)

    return check


async def main():
    directory, mode = sys.argv[1], sys.argv[2]
    context = None
    if mode != "plain":
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(f"{directory}/cert.pem", f"{directory}/key.pem")
    options = {}
    if len(sys.argv) > 3:
        # Over TLS from the first byte the session does not say so.
        options = {"authenticator": authenticator(sys.argv[3], sys.argv[4]), "auth_required": True, "auth_require_tls": mode == "starttls"}
    if mode == "starttls":
        options |= {"tls_context": context, "require_starttls": True}
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(Keeper(mode == "implicit"), hostname="localhost", loop=loop, **options), "127.0.0.1", 0, ssl=context if mode == "implicit" else None)
    print(server.sockets[0].getsockname()[1], file=sys.stderr, flush=True)
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
    await loop.run_in_executor(None, sys.stdin.read)
    os._exit(0)


asyncio.run(main())
