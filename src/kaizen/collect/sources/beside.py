"""Something done in a thread beside the main one, whose error comes out where it is finished."""

import threading
from collections.abc import Callable


class Beside:
    """Starts at once. The main thread stays free to hear the workers, which stall when nobody takes their answers."""

    def __init__(self, action: Callable[[], None]) -> None:
        self._action = action
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="beside", daemon=True)
        self._thread.start()

    def finish(self) -> None:
        """Waits until it is done; raises what it raised."""
        self._thread.join()
        if self._error is not None:
            raise self._error

    def _run(self) -> None:
        try:
            self._action()
        except BaseException as error:  # noqa: BLE001 - raised again by finish
            self._error = error
