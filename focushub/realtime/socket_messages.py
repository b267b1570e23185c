"""What every client may say: what did I miss, are you there, what time is it."""

import time

from focushub.realtime.messages import AskTime, Ping, Pong, ServerTime, Since, Socket, handles


@handles(Since)
async def since(socket: Socket, message: Since) -> None:
    await socket.catch_up(message.seq)


@handles(Ping)
async def ping(socket: Socket, message: Ping) -> None:
    await socket.say(Pong())


@handles(AskTime)
async def ask_time(socket: Socket, message: AskTime) -> None:
    await socket.say(ServerTime(t0=message.t0, server_ms=time.time() * 1000))
