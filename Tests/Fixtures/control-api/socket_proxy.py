"""A daemon's Unix socket, reached at a free port of the loopback interface while a with statement lasts."""

import contextlib
import socket
import threading


def _copy(source, target):
    try:
        while data := source.recv(65536):
            target.sendall(data)
    except OSError:
        pass
    finally:
        for end in (source, target):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


def _serve(connection, path):
    with connection, socket.socket(socket.AF_UNIX) as daemon:
        daemon.connect(path)
        answers = threading.Thread(target=_copy, args=(daemon, connection), daemon=True)
        answers.start()
        _copy(connection, daemon)
        answers.join()


@contextlib.contextmanager
def proxy(path):
    """Yields the URL."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:

        def accept():
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                threading.Thread(target=_serve, args=(connection, path), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        listener.shutdown(socket.SHUT_RDWR)
