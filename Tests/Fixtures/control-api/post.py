"""Sends one POST to a daemon's Unix socket, and prints the status of its answer.

usage: post.py SOCKET PATH BODY
"""

import sys
import urllib.error
import urllib.request

from socket_proxy import proxy


def main():
    path, target, body = sys.argv[1:]
    with proxy(path) as url:
        request = urllib.request.Request(url + target, data=body.encode(), method="POST")
        try:
            with urllib.request.urlopen(request) as answer:
                print(answer.status)
        except urllib.error.HTTPError as error:
            print(error.code)


main()
