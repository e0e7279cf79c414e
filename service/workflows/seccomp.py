"""Linux: a process gives up every system call but those for its own memory, its clock and its open pipes. It cannot be undone.

The audit hook of Python is blind to what C libraries do (lxml, PDFium); the kernel is not. Every other call fails with EPERM.
Source: https://docs.kernel.org/userspace-api/seccomp_filter.html
"""

import ctypes
import errno
import platform
import struct
import sys

# audit architecture, then the numbers of: read, write, readv, writev, pread64, lseek, close · stat of all kinds, access, readlink,
# getcwd · mmap, mprotect, munmap, mremap, madvise, brk · sigaction, sigprocmask, sigreturn, sigaltstack, restart_syscall · futex,
# sched_yield, sched_getaffinity, rseq · clocks, sleep · getpid, gettid, user and group ids, uname, sysinfo, getrusage ·
# getrandom, exit, exit_group
ALLOWED = {
    "x86_64": (
        0xC000003E,
        (
            *(0, 1, 19, 20, 17, 8, 3, 4, 5, 6, 262, 332, 21, 269, 439, 89, 267, 79, 9, 10, 11, 25, 28, 12, 13, 14, 15, 131, 219),
            *(202, 24, 204, 334, 96, 228, 229, 230, 35, 39, 186, 102, 104, 107, 108, 63, 99, 98, 318, 60, 231),
        ),
    ),
    "aarch64": (
        0xC00000B7,
        (
            *(63, 64, 65, 66, 67, 62, 57, 80, 79, 291, 48, 439, 78, 17, 222, 226, 215, 216, 233, 214, 134, 135, 139, 132, 128),
            *(98, 124, 123, 293, 169, 113, 114, 115, 101, 172, 178, 174, 175, 176, 177, 160, 179, 165, 278, 93, 94),
        ),
    ),
}
LOAD, EQUALS, RETURN = 0x20, 0x15, 0x06  # BPF: load a word; jump when equal; end
NUMBER, ARCHITECTURE = 0, 4  # offsets in struct seccomp_data
ALLOW, KILL, REFUSE = 0x7FFF0000, 0x80000000, 0x00050000 | errno.EPERM
SET_NO_NEW_PRIVILEGES, SET_SECCOMP, FILTER = 38, 22, 2


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p)]


def give_up_system_calls() -> bool:
    """True when the kernel has agreed; False on other systems and machines, where nothing changes."""
    known = ALLOWED.get(platform.machine()) if sys.platform == "linux" and sys.maxsize > 2**32 else None
    if known is None:
        return False
    program = _program(*known)
    argument = _Program(len(program) // 8, program)
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    prctl.argtypes = [ctypes.c_int, *[ctypes.c_ulong] * 4]
    place = ctypes.addressof(argument)
    return bool(prctl(SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0) == 0 and prctl(SET_SECCOMP, FILTER, place, 0, 0) == 0)


def _program(architecture: int, allowed: tuple[int, ...]) -> bytes:
    steps = [(LOAD, 0, 0, ARCHITECTURE), (EQUALS, 1, 0, architecture), (RETURN, 0, 0, KILL), (LOAD, 0, 0, NUMBER)]
    for number in allowed:
        steps += [(EQUALS, 0, 1, number), (RETURN, 0, 0, ALLOW)]
    return b"".join(struct.pack("=HBBI", *step) for step in [*steps, (RETURN, 0, 0, REFUSE)])
