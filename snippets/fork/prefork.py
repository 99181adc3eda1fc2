import os
import signal
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler
from socketserver import TCPServer


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        body = f"hello from {os.getpid()}".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        print(f"worker ({os.getpid()}): GET {self.path}", flush=True)


server = TCPServer(("127.0.0.1", 0), Handler)
port = server.server_address[1]
print(f"parent ({os.getpid()}): listening on port {port}", flush=True)

workers = []
try:
    for _ in range(3):
        pid = os.fork()
        if pid == 0:
            try:
                server.serve_forever()
            finally:
                os._exit(1)
        workers.append(pid)

    clients = [HTTPConnection("127.0.0.1", port) for _ in workers]
    for number in range(6):
        client = clients[number % 3]
        client.request("GET", f"/{number}")
        print(f"/{number}: {client.getresponse().read().decode()}")
finally:
    for pid in workers:
        os.kill(pid, signal.SIGTERM)
    ends = [os.waitpid(pid, 0)[1] for pid in workers]
    codes = list(map(os.waitstatus_to_exitcode, ends))
    print(f"parent ({os.getpid()}): all reaped, exit codes {codes}")
