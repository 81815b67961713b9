"""The first lines of a program that notes every file it opens to write, by Python's audit hook.

`written` has the paths when it ends; its second argument is the folder that it may write in.
"""

AUDITED = """
    import os, sys
    from pathlib import Path
    folder, written = str(Path(sys.argv[2]).resolve()), []
    MOVES = {"os.rename": 2, "os.remove": 1, "os.mkdir": 1, "os.rmdir": 1, "os.truncate": 1,
             "os.link": 2, "os.symlink": 2, "os.chmod": 1, "os.utime": 1, "shutil.move": 2}

    def hear(event, args):
        if event == "open":
            path, mode, flags = args
            wrote = flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND)
            if isinstance(path, (str, bytes, os.PathLike)) and wrote:
                written.append(os.fsdecode(path))
        elif event in MOVES:
            names = [os.fsdecode(each) for each in args[: MOVES[event]]]
            # `shutil.rmtree` names what it removes from an open folder, not from where we are.
            inside = event in {"os.remove", "os.rmdir", "os.mkdir"} and args[-1] >= 0
            home = os.readlink(f"/proc/self/fd/{args[-1]}") if inside else ""
            written.extend(os.path.join(home, name) for name in names)
        elif event.startswith("socket.") and "--no-socket" in sys.argv:
            written.append(event)

    sys.addaudithook(hear)
    sys.argv[1:2] = [sys.argv[1]]
"""
